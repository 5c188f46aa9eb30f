using System.Text;

namespace GanCli.Terminal;

/// <summary>Text in lines that end between words.</summary>
internal static class WordWrap
{
    /// <summary>Lines of at most <paramref name="width"/> columns, except where one word alone is longer.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        var line = new StringBuilder();
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }
}
