using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GanCli.Tests.Reporting;

/// <summary>What is wrong with how a page is laid out on screens of several widths, measured from the boxes that a browser makes of it.</summary>
internal static partial class PageLayout
{
    /// <summary>A phone, a tablet and a desk, in CSS pixels.</summary>
    public static IReadOnlyList<int> Widths { get; } = [390, 768, 1280];

    // Everything that can be opened is. The frame gets what was found, since it may not look into a page that is a file.
    private const string Inspection = """
        <script>
        addEventListener("load", async () => {
          await document.fonts.ready;
          document.querySelectorAll("details").forEach(details => details.open = true);
          const faults = [], name = element => element.tagName.toLowerCase() + (element.className && element.className.baseVal === undefined ? "." + element.className : "");
          const scrolls = element => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
          if (document.documentElement.scrollWidth > innerWidth) faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
          const boxes = [];
          const note = (rect, what, from) => {
            // What a box scrolls is seen as far as the box goes; it is cut where no box scrolls.
            let [left, right] = [rect.left, rect.right];
            for (let element = from; element && element !== document.body; element = element.parentElement) {
              const frame = element.getBoundingClientRect();
              if (scrolls(element)) { left = Math.max(left, frame.left); right = Math.min(right, frame.right); }
              else if (getComputedStyle(element).display !== "inline" && (left < frame.left - 1 || right > frame.right + 1)) {
                faults.push(`“${what}” is outside of ${name(element)}: ${Math.round(left)} to ${Math.round(right)} in ${Math.round(frame.left)} to ${Math.round(frame.right)}`);
                break;
              }
            }
            if (right - left > 1 && rect.height > 1) boxes.push({ left, right, top: rect.top, bottom: rect.bottom, what, from });
          };
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const parent = node.parentElement;
            if (!node.data.trim() || parent.closest("svg, script, style")) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            for (const rect of range.getClientRects()) note(rect, node.data.trim().slice(0, 40), parent);
          }
          for (const element of document.querySelectorAll("svg, img, .bar")) note(element.getBoundingClientRect(), name(element), element.parentElement);
          for (let i = 0; i < boxes.length; i++) {
            for (let j = i + 1; j < boxes.length; j++) {
              const [a, b] = [boxes[i], boxes[j]];
              const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
              // Lines of one paragraph may touch: a letter is lower than its line.
              if (wide > 1.5 && high > (a.from === b.from ? 8 : 3)) faults.push(`“${a.what}” is over “${b.what}” by ${Math.round(wide)} × ${Math.round(high)}`);
            }
          }
          for (const plot of document.querySelectorAll(".plot")) {
            if (innerWidth <= 480 && plot.scrollWidth > plot.clientWidth + 1) faults.push(`a chart of ${plot.scrollWidth} scrolls in ${plot.clientWidth}`);
          }
          for (const text of document.querySelectorAll("svg text")) {
            // Of a chart's two drawings one is shown.
            if (!text.checkVisibility()) continue;
            const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(text.getScreenCTM().a, text.getScreenCTM().b);
            if (size < 8.5) faults.push(`“${text.textContent.trim()}” in a picture is ${size.toFixed(1)} pixels high`);
          }
          for (const row of document.querySelectorAll("tr")) {
            if (row.getBoundingClientRect().height > 420) faults.push(`the row “${row.textContent.slice(0, 40)}” is ${Math.round(row.getBoundingClientRect().height)} high`);
          }
          for (const box of document.querySelectorAll(".scroll")) {
            // Settings of unlike configs may take more than a desk has.
            if (innerWidth >= 1280 && box.scrollWidth > box.clientWidth + 1 && box.querySelectorAll("thead th").length <= 20) faults.push(`a table of ${box.scrollWidth} scrolls in ${box.clientWidth}`);
          }
          const left = document.querySelector("h1").getBoundingClientRect().left;
          for (const part of document.querySelector("h1").children) {
            const rect = part.getBoundingClientRect();
            if (rect.left > left + 1 && rect.top > document.querySelector("h1").getBoundingClientRect().top + 40) {
              if (![...document.querySelector("h1").children].some(other => other !== part && Math.abs(other.getBoundingClientRect().top - rect.top) < 20)) faults.push(`${name(part)} is indented`);
            }
          }
          parent.postMessage({ width: innerWidth, boxes: boxes.length, dark: matchMedia("(prefers-color-scheme: dark)").matches, faults: [...new Set(faults)].slice(0, 30) }, "*");
        });
        </script></body>
        """;

    /// <summary>Opens a page at all <see cref="Widths"/>.</summary>
    /// <returns>For each width: how many boxes were looked at, and each fault in a line.</returns>
    public static async Task<IReadOnlyDictionary<int, (int Boxes, string[] Faults)>> InspectAsync(string page, bool dark)
    {
        string folder = Path.GetDirectoryName(page)!;
        string content = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        content = Policy().Replace(content, "default-src 'none'; script-src 'unsafe-inline';", 1);
        await File.WriteAllTextAsync(Path.Combine(folder, "inspected.html"), content.Replace("</body>", Inspection, StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        string frame = Path.Combine(folder, "frame.html");
        await File.WriteAllTextAsync(
            frame,
            $$"""
            <!DOCTYPE html><body><output id="inspection"></output><script>
            const found = [];
            addEventListener("message", event => { found.push(event.data); document.getElementById("inspection").textContent = JSON.stringify(found); });
            </script>
            {{string.Concat(Widths.Select(width => $"<iframe src=\"inspected.html\" style=\"width: {width}px; height: 3000px; border: 0\"></iframe>\n"))}}
            </body>
            """,
            TestContext.Current.CancellationToken);
        (string seen, string[] console) = await Browser.OpenAsync(frame, $"--blink-settings=preferredColorScheme={(dark ? "0" : "1")}");
        Assert.Empty(console);
        using JsonDocument found = JsonDocument.Parse(WebUtility.HtmlDecode(Output().Match(seen).Groups["json"].Value));
        Assert.All(found.RootElement.EnumerateArray(), each => Assert.Equal(dark, each.GetProperty("dark").GetBoolean()));
        return found.RootElement.EnumerateArray().ToDictionary(
            each => each.GetProperty("width").GetInt32(),
            each => (each.GetProperty("boxes").GetInt32(), each.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()!).ToArray()));
    }

    [GeneratedRegex("default-src 'none';( script-src '[^']+';)?", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Policy();

    [GeneratedRegex("""<output id="inspection">(?<json>.*?)</output>""", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 10_000)]
    private static partial Regex Output();
}
