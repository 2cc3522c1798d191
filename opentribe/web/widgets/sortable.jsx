// A list that is put in order by dragging, by touch, by the keyboard on its handle, or by its up and down buttons.
import { useEffect, useState } from "react";
import { DndContext, KeyboardSensor, PointerSensor, closestCenter, useSensor, useSensors } from "@dnd-kit/core";
import {
  SortableContext,
  arrayMove,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { Archive, ArrowDown, ArrowUp, GripVertical, Pencil } from "lucide-react";

const NOTES = {
  public: "Public: anybody can read",
  members: "For members",
  paid: "For members with a tier",
  secret: "Secret: by invitation",
};

export function SortableList({ items, onReorder, onArchive }) {
  const [order, setOrder] = useState(items);
  useEffect(() => setOrder(items), [items]);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  function move(from, to) {
    if (from === to || from < 0 || to < 0 || to >= order.length) return;
    const next = arrayMove(order, from, to);
    setOrder(next);
    onReorder(next.map((item) => item.id));
  }
  const place = (id) => order.findIndex((item) => item.id === id);
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={({ active, over }) => over && move(place(active.id), place(over.id))}
    >
      <SortableContext items={order} strategy={verticalListSortingStrategy}>
        <ol className="rows spaces-list" aria-label="Spaces in their order">
          {order.map((item, index) => (
            <Row key={item.id} {...{ item, index, last: order.length - 1, move, onArchive }} />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

function Row({ item, index, last, move, onArchive }) {
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({ id: item.id });
  const style = { transform: CSS.Translate.toString(transform), transition };
  return (
    <li ref={setNodeRef} style={style} className="row" data-dragging={isDragging || undefined}>
      <button type="button" className="handle" aria-label={`Move ${item.name}`} {...attributes} {...listeners}>
        <GripVertical aria-hidden="true" />
      </button>
      <span className="space-icon small" aria-hidden="true">
        {item.icon}
      </span>
      <div className="row-main">
        <span className="row-title">
          <a href={`/spaces/${item.slug}`}>{item.name}</a>
        </span>
        <span className="row-meta">{NOTES[item.visibility]}</span>
      </div>
      <div className="row-actions">
        <IconButton label={`Move ${item.name} up`} isOff={index === 0} onPress={() => move(index, index - 1)} icon={ArrowUp} />
        <IconButton
          label={`Move ${item.name} down`}
          isOff={index === last}
          onPress={() => move(index, index + 1)}
          icon={ArrowDown}
        />
        <a className="icon-button" href={`/spaces/${item.slug}/edit`} aria-label={`Edit ${item.name}`} title="Edit">
          <Pencil aria-hidden="true" />
        </a>
        <IconButton label={`Archive ${item.name}`} onPress={() => onArchive(item.id)} icon={Archive} />
      </div>
    </li>
  );
}

function IconButton({ label, icon: Icon, isOff, onPress }) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} disabled={isOff} onClick={onPress}>
      <Icon aria-hidden="true" />
    </button>
  );
}
