// What every box where one writes has in common: the draft, one key per submission, and how it ended.
import { useEffect, useRef, useState } from "react";
import { dropDraft, keepDraft, readDraft } from "./draft.js";
import { keepVoice, readVoice } from "./voice.jsx";

const GIVES_UP_AFTER = 15000;
const SILENCE = "No answer yet. Your words are kept: check your connection and try again.";
// An edit carries the version of the words it began from, also through a draft, so that newer ones are not lost unseen.
const EMPTY = { key: "", of: "" };

export function useWriting({ name, initial, fixedSpace, limit, titleLimit, needsSpace, version, voices, outcome, onSubmit, onDone }) {
  const first = { title: initial?.title ?? "", content: initial?.content ?? "" };
  const [title, setTitle] = useState(first.title);
  const [content, setContent] = useState(first.content);
  const [space, setSpace] = useState(fixedSpace ?? "");
  const [voice, setVoice] = useState("");
  const [sending, setSending] = useState("");
  const [errors, setErrors] = useState({});
  const [hasDraft, setHasDraft] = useState(false);
  const [isHeld, setHeld] = useState(false);
  const submission = useRef(EMPTY);
  const base = useRef(version);

  useEffect(() => {
    const draft = readDraft(name);
    if (!draft.title && !draft.content) {
      setVoice(readVoice(name));
      return;
    }
    setVoice(draft.voice ?? "");
    setTitle(draft.title ?? "");
    setContent(draft.content ?? "");
    if (!fixedSpace && draft.space) setSpace(draft.space);
    submission.current = draft.submission ?? EMPTY;
    if (version !== undefined) base.current = draft.version ?? version;
    setHasDraft(true);
  }, [name]);

  const chosen = voices?.find((each) => !each.is_default && each.id === voice);
  // Words that were written under a name must not go out under another one unseen.
  const isVoiceLost = Boolean(voice) && !chosen && hasDraft && voices !== undefined;
  const speaks = chosen?.id ?? (isVoiceLost ? voice : "");
  function chooseVoice(id) {
    setVoice(id);
    keepVoice(name, id);
  }

  const isChanged = title !== first.title || content !== first.content;
  const keep = () => keepDraft(name, { title, content, space, voice: speaks, submission: submission.current, version: base.current });
  const isForgotten = useRef(false);
  useEffect(() => {
    if (!isChanged) {
      if (hasDraft) dropDraft(name);
      return undefined;
    }
    isForgotten.current = false;
    const timer = setTimeout(keep, 250);
    window.addEventListener("pagehide", keep);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", keep);
      if (!isForgotten.current) keep();
    };
  }, [title, content, space, voice]);

  function forget() {
    isForgotten.current = true;
    dropDraft(name);
    submission.current = EMPTY;
    base.current = version;
    setTitle(first.title);
    setContent(first.content);
    setErrors({});
    setHasDraft(false);
  }

  useEffect(() => {
    // An answer that was given up counts still, unless the words have changed since.
    const { key, of } = submission.current;
    const isLate = !sending && outcome.is_done && of === JSON.stringify([title, content, space, speaks]);
    if (!outcome.key || outcome.key !== (isLate ? key : sending)) return;
    setSending("");
    setErrors(outcome.errors ?? {});
    if (outcome.newer !== "") base.current = outcome.newer;
    if (!outcome.is_done) return;
    forget();
    onDone?.();
  }, [outcome]);

  useEffect(() => {
    if (!sending) return undefined;
    const timer = setTimeout(() => {
      setSending("");
      setErrors({ form: SILENCE });
    }, GIVES_UP_AFTER);
    return () => clearTimeout(timer);
  }, [sending]);

  const isUnderWay = Boolean(sending) && outcome.key !== sending;
  const isTooLong = content.length > limit || title.length > (titleLimit ?? Infinity);
  const maySend = Boolean(content.trim()) && !isTooLong && !isHeld && !isVoiceLost && !sending && (!needsSpace || Boolean(space));

  /** Send, with the same key as before when the same words were sent already, so that a retry counts once. */
  function submit(event) {
    event?.preventDefault();
    if (!maySend) return;
    const of = JSON.stringify([title, content, space, speaks]);
    if (submission.current.of !== of) submission.current = { key: crypto.randomUUID?.() ?? fallbackKey(), of };
    keep();
    setErrors({});
    setSending(submission.current.key);
    const form = { content, submission_key: submission.current.key };
    if (titleLimit) form.title = title;
    if (space) form.space_id = space;
    if (speaks) form.identity_id = speaks;
    if (base.current !== undefined) form.version = base.current;
    onSubmit(form);
  }

  const picker = { voices, value: speaks, isLost: isVoiceLost, isDisabled: Boolean(sending), onChange: chooseVoice };
  return { title, setTitle, content, setContent, space, setSpace, chosen, picker, sending, isUnderWay, errors, hasDraft, isTooLong, setHeld, maySend, submit, forget };
}

/** randomUUID is missing on plain-http addresses other than localhost. */
function fallbackKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
