/** Starts the page: one cache, one event stream, one router. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "@tanstack/react-router";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Problem } from "./api/problem";
import { TipProvider } from "./components/Tip";
import { Toasts } from "./components/Toasts";
import { router } from "./router";
import "./styles/tokens.css";
import "./styles/base.css";

const cache = new QueryClient({
  defaultOptions: {
    queries: {
      // what is read follows the events; the program on this computer is never offline
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      networkMode: "always",
      retry: (failures, error) => failures < 2 && !(error instanceof Problem),
    },
    mutations: { networkMode: "always" },
  },
});

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={cache}>
        <TipProvider>
          <RouterProvider router={router} />
          <Toasts />
        </TipProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
