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

    /// <summary>A line that is longer than <paramref name="width"/> in several, of which all but the first are indented by two columns more than it begins
    /// with. Colours take no room; one that is on at the end of a line stays on.</summary>
    public static IEnumerable<string> Hanging(string text, int width)
    {
        string indent = new(' ', Math.Min(text.Length - text.TrimStart(' ').Length + 2, Math.Max(2, width / 2)));
        string[] words = text.Split(' ');
        var line = new StringBuilder(words[0]);
        int length = Visible(words[0]);
        bool isBlank = length == 0;
        foreach (string word in words[1..])
        {
            int further = Visible(word);
            if (length + 1 + further > width && further > 0 && !isBlank)
            {
                yield return line.ToString().TrimEnd(' ');
                line.Clear().Append(indent).Append(word);
                length = indent.Length + further;
            }
            else
            {
                line.Append(' ').Append(word);
                length += 1 + further;
                isBlank &= further == 0;
            }
        }

        yield return line.ToString();
    }

    /// <summary>Columns that a text takes on a terminal, its colours left out.</summary>
    public static int Visible(string text)
    {
        int length = text.Length;
        for (int start = text.IndexOf('\e'); start >= 0; start = text.IndexOf('\e', start + 1))
        {
            int end = text.IndexOf('m', start);
            length -= (end < 0 ? text.Length : end + 1) - start;
        }

        return length;
    }
}
