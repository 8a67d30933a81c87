/** Every visible text whose contrast with what lies behind it is under WCAG AA: 4.5, or 3 for large text. */
() => {
  const parse = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, below) => {
    const mix = (channel) => top[channel] * top.a + below[channel] * (1 - top.a);
    return { r: mix("r"), g: mix("g"), b: mix("b"), a: 1 };
  };
  const parent = (node) => node.parentElement ?? node.getRootNode().host ?? null;
  const behind = (node) => {
    if (node === null) return { r: 255, g: 255, b: 255, a: 1 };
    const own = parse(getComputedStyle(node).backgroundColor);
    return own.a === 1 ? own : over(own, behind(parent(node)));
  };
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (one, two) => {
    const [light, dark] = [luminance(one), luminance(two)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  const tooFaint = (node) => {
    const style = getComputedStyle(node);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    const ground = behind(node);
    const ratio = contrast(over(parse(style.color), ground), ground);
    return ratio < (large ? 3 : 4.5) ? `${ratio.toFixed(2)} ${node.className}: ${node.textContent.slice(0, 40)}` : null;
  };
  const root = document.querySelector("draftdesk-sidebar")?.shadowRoot ?? document.createElement("p");
  const holdsText = (node) => node.matches("textarea") || [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  const all = [...document.querySelectorAll("body *"), ...root.querySelectorAll("*")];
  const texts = all.filter((node) => holdsText(node) && node.checkVisibility() && !node.closest(".spoken, noscript, option"));
  if (texts.length < 20) return [`only ${texts.length} texts were looked at`];
  return texts.map(tooFaint).filter(Boolean);
}
