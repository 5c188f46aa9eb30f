using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using GanCli.Terminal;

namespace GanCli.Completion;

/// <summary>Answers a shell that asks how a command line may go on: <c>gan "[suggest:12]" "gan list los"</c>, one candidate a line. What a word can be comes
/// from System.CommandLine, and from <see cref="Candidates"/> for words that only this program knows. Never fails: a shell would show the message.</summary>
internal static class Suggestions
{
    private const string Directive = "[suggest";

    /// <summary>Whether a shell asks.</summary>
    public static bool AreAsked(IReadOnlyList<string> arguments) => arguments is [var first, ..] && first.StartsWith(Directive, StringComparison.Ordinal);

    /// <summary>Writes the candidates.</summary>
    public static int Write(RootCommand root, IReadOnlyList<string> arguments, Output output)
    {
        string line = arguments.Count > 1 ? arguments[1] : "";
        bool isPlace = int.TryParse(arguments[0].AsSpan(Directive.Length).Trim(":]"), NumberStyles.None, CultureInfo.InvariantCulture, out int place);
        foreach (string candidate in Of(root, line[..Math.Min(isPlace ? place : line.Length, line.Length)]))
        {
            output.Data.WriteLine(candidate);
        }

        return ExitCodes.Ok;
    }

    /// <summary>What the last word of a line can be.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="line">The line up to the cursor, with the program's name.</param>
    public static IReadOnlyList<string> Of(RootCommand root, string line)
    {
        Candidates.Attach(root);
        string rest = WithoutProgram(line);
        string[] words = [.. CommandLineParser.SplitCommandLine(rest)];
        bool begins = rest.Length == 0 || char.IsWhiteSpace(rest[^1]) || words.Length == 0;
        string word = begins ? "" : words[^1];

        // --config=mog is completed as --config mog is.
        string before = word.StartsWith("--", StringComparison.Ordinal) && word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals
            ? word[..(equals + 1)] : "";
        word = word[before.Length..];

        IEnumerable<string> earlier = WithoutSettled(root, words[..^(begins ? 0 : 1)]).Select(Quoted);
        rest = string.Join(' ', [.. earlier, .. before.Length > 0 ? [before[..^1]] : Array.Empty<string>(), Quoted(word)]);
        try
        {
            string[] found = [.. Ask(root, rest).Where(label => label.StartsWith(word, StringComparison.Ordinal))];

            // Options are offered to who begins one, or where nothing else is to say.
            string[] values = [.. found.Where(static label => label[0] is not ('-' or '/'))];
            string[] options = [.. found.Where(static label => label.StartsWith("--", StringComparison.Ordinal))];
            return [.. (values.Length > 0 && !word.StartsWith('-') ? values : options).Distinct(StringComparer.Ordinal).Select(label => before + label)];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return [];
        }
    }

    /// <summary>A word as a shell takes it for one.</summary>
    public static string Quoted(string word) => word.Any(char.IsWhiteSpace) ? $"\"{word}\"" : word;

    /// <summary>Leaves out what the library would go on with although nobody does: a flag, which may have a value, and options that may be repeated, each with
    /// the one value that it has.</summary>
    private static IEnumerable<string> WithoutSettled(Command root, string[] words)
    {
        Option[] options = [.. Below(root).SelectMany(static command => command.Options)];
        for (int i = 0; i < words.Length; i++)
        {
            Option? option = Array.Find(options, known => string.Equals(known.Name, words[i], StringComparison.Ordinal) || known.Aliases.Contains(words[i]));
            if (option is { Arity.MaximumNumberOfValues: > 1 } && i + 1 < words.Length)
            {
                i++;
            }
            else if (option is null || option.ValueType != typeof(bool))
            {
                yield return words[i];
            }
        }
    }

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(Below).Prepend(command);

    private static string[] Ask(RootCommand root, string rest) =>
        [.. root.Parse(rest, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false })
            .GetCompletions(rest.Length).Select(static (CompletionItem item) => item.InsertText ?? item.Label)];

    // The program's name may be a path with blanks in quotes.
    private static string WithoutProgram(string line)
    {
        line = line.TrimStart();
        int end = line is ['"' or '\'', ..] ? line.IndexOf(line[0], 1) + 1 : line.IndexOfAny([' ', '\t']);
        return end <= 0 ? "" : line[end..].TrimStart();
    }
}
