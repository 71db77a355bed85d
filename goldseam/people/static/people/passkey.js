// Passkeys: asks the device, and sends its answer. The secret that opens keys goes in a field of its own, and nowhere else.
(() => {
  const numbers = /^[\d.]+$|:/.test(location.hostname);
  if (!window.PublicKeyCredential || !isSecureContext || numbers) return;
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const known = (list) => list?.map((each) => ({ ...each, id: bytes(each.id) }));

  const asked = (told) => {
    const options = { ...told, challenge: bytes(told.challenge), extensions: { ...told.extensions, prf: { eval: { first: bytes(told.extensions.prf.eval.first) } } } };
    if (told.user) options.user = { ...told.user, id: bytes(told.user.id) };
    if (told.excludeCredentials) options.excludeCredentials = known(told.excludeCredentials);
    if (told.allowCredentials) options.allowCredentials = known(told.allowCredentials);
    return options;
  };

  const answered = (credential) => {
    const response = {};
    for (const name of ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
  };

  const optionsOf = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const token = form.elements.csrfmiddlewaretoken.value;
    const reply = await fetch(form.dataset.optionsUrl, { method: "POST", headers: { "X-CSRFToken": token }, credentials: "same-origin" });
    if (!reply.ok) throw new Error("options");
    return reply.json();
  };

  const run = async (form) => {
    const publicKey = asked(await optionsOf(form));
    const credential = form.dataset.passkey === "create" ? await navigator.credentials.create({ publicKey }) : await navigator.credentials.get({ publicKey });
    const secret = credential.getClientExtensionResults().prf?.results?.first;
    form.elements.credential.value = answered(credential);
    form.elements.prf.value = secret ? text(secret) : "";
    const stay = document.querySelector("input[type=checkbox][name=stay]");
    if (stay && form.elements.stay) form.elements.stay.value = stay.checked ? "on" : "";
    form.requestSubmit();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button[type=button]"), problem = form.querySelector("[data-problem]");
    form.hidden = false;
    for (const note of document.querySelectorAll("[data-no-passkey]")) note.hidden = true;
    button.addEventListener("click", async () => {
      problem.hidden = true;
      button.disabled = true;
      try { await run(form); } catch { problem.hidden = false; } finally { button.disabled = false; }
    });
  }
})();
