// A native modal dialog that a state opens and closes: focus moves in and comes back, the page behind is inert.
import { useEffect, useRef } from "react";

export function Dialog({ isOpen, onClose, children, ...props }) {
  const dialog = useRef(null);
  useEffect(() => {
    const element = dialog.current;
    if (isOpen && !element.open) element.showModal();
    if (!isOpen && element.open) element.close();
  }, [isOpen]);
  return (
    <dialog
      {...props}
      ref={dialog}
      onClose={() => isOpen && onClose?.()}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      {children}
    </dialog>
  );
}
