import { Link } from "@tanstack/react-router";
import { Note } from "../components/Note";
import { shell } from "./strings";

export function Nowhere() {
  return (
    <Note title={shell.nowhereTitle}>
      <Link to="/">{shell.nowhereLink}</Link>
    </Note>
  );
}
