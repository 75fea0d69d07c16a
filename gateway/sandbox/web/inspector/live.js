// Say how many calls came since the page was loaded. The page works without this.
const news = document.getElementById("news");
if (news && window.EventSource) {
  let count = 0;
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = window.location.href;
  new EventSource(news.dataset.events).onmessage = () => {
    count += 1;
    link.textContent = count === 1 ? "Show 1 new call" : `Show ${count} new calls`;
    if (count === 1) {
      news.replaceChildren(link);
    }
  };
}
