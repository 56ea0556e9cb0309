// The one-time code lies behind the # of its link, which browsers send to no server. It goes into the form, and out of the address.
const code = document.getElementById("code");
if (code && location.hash.length > 1) {
  code.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  document.getElementById("password").focus();
}
