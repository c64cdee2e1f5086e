/** The screens and their addresses. */
import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { Library } from "./library/Library";
import { Queue } from "./queue/Queue";
import { Shell } from "./shell/Shell";
import { Nowhere } from "./shell/Nowhere";
import { Viewer } from "./viewer/Viewer";

const root = createRootRoute({ component: Shell, notFoundComponent: Nowhere });
const library = createRoute({ getParentRoute: () => root, path: "/", component: Library });
const queue = createRoute({ getParentRoute: () => root, path: "/queue", component: Queue });
const viewer = createRoute({
  getParentRoute: () => root,
  path: "/viewer/$jobId",
  component: function ViewerOfJob() {
    const { jobId } = viewer.useParams();
    return <Viewer key={jobId} jobId={jobId} />;
  },
});

export const router = createRouter({ routeTree: root.addChildren([library, queue, viewer]) });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
