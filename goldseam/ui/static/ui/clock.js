// A form that asks for a time goes by this device's clock, and says so. Also where a script puts one anew.
(() => {
  const look = () => {
    for (const field of document.querySelectorAll("[data-clock]")) {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone, told = document.getElementById(field.dataset.clock);
      if (!zone?.includes("/") || !told) continue;
      field.value = zone;
      told.textContent = field.dataset.clockSays.replace("PLACE", zone.split("/").pop().replaceAll("_", " "));
    }
  };
  look();
  document.addEventListener("fresh", look);
})();
