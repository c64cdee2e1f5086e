import { useState } from "react";
import { Button } from "../components/Button";
import { Field } from "../components/Field";
import { Modal, ModalFoot } from "../components/Modal";
import { intake } from "./intake";
import { library } from "./strings";
import s from "./Library.module.css";

/** The way in where a browser keeps paths to itself. */
export function AddByPath({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [path, setPath] = useState("");
  const [busy, setBusy] = useState(false);
  const add = async () => {
    const given = path.trim();
    if (given === "" || busy) return;
    setBusy(true);
    await intake.add([given]);
    setBusy(false);
    setPath("");
    onClose();
  };
  return (
    <Modal open={open} onClose={onClose} title={library.pathTitle} text={library.pathText}>
      <form
        className={s.pathForm}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <label className="strong" htmlFor="path">
          {library.path}
        </label>
        <Field
          id="path"
          value={path}
          placeholder={library.pathExample}
          onChange={(event) => setPath(event.target.value)}
        />
        <ModalFoot>
          <Button onClick={onClose}>{library.cancel}</Button>
          <Button type="submit" look="primary">
            {busy ? library.pathAdding : library.pathAdd}
          </Button>
        </ModalFoot>
      </form>
    </Modal>
  );
}
