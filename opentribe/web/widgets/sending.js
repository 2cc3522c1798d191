// Sends one file to the server and says how far it has come; the caller may take it back at any time.
export const PICTURE_LIMIT = 15_000_000;
export const PICTURE_TYPES = "image/jpeg,image/png,image/webp,image/gif,image/avif";

const CUT = "The connection was lost before the file arrived. Try again.";

/** Resolves to the stored file's card; rejects with words for the person, or with null when it was taken back. */
export function sendFile(file, { purpose = "", onProgress, signal } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file, file.name || "picture");
    request.open("POST", purpose ? `/files?for=${encodeURIComponent(purpose)}` : "/files");
    request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total);
    request.onload = () => {
      let said = {};
      try {
        said = JSON.parse(request.responseText);
      } catch {
        // a proxy in between answered with a page of its own
      }
      if (request.status === 201) resolve(said);
      else reject(said.detail || CUT);
    };
    request.onerror = () => reject(CUT);
    request.onabort = () => reject(null);
    signal?.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

/** What is wrong with a picture as far as the browser can tell before sending it; empty when nothing is. */
export function pictureProblem(file) {
  if (file.type && !PICTURE_TYPES.split(",").includes(file.type)) {
    return file.type.startsWith("image/")
      ? "This kind of picture cannot be shown here. Save it as JPEG or PNG first."
      : "Choose a picture: JPEG, PNG, WebP, GIF or AVIF.";
  }
  if (file.size > PICTURE_LIMIT) {
    return `This file has ${(file.size / 1_000_000).toFixed(1)} MB. A picture may have up to 15 MB.`;
  }
  return "";
}
