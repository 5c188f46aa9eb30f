using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>The help page of a command: what it does, how it is called, its options, examples.</summary>
internal sealed class HelpPage : SynchronousCommandLineAction
{
    private const int LargestWidth = 100;
    private const int SmallestText = 28;

    private static readonly (string, string)[] FirstSteps =
    [
        ("gan train --config mog8.yaml", "train the 8-Gaussian ring, about a minute"),
        ("gan report", "write the report of the latest run"),
        ("gan init --data my.csv", "a config for a table of your own, to begin with"),
        ("gan list", "all losses, remedies, networks, data … with their options"),
    ];

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, ((Invocation)parseResult.InvocationConfiguration).Output);
        return ExitCodes.Ok;
    }

    /// <summary>Writes the page of a command, in lines that fit the terminal.</summary>
    public static void Write(Command command, Output output)
    {
        bool isRoot = command is RootCommand;
        string path = CommandLine.CommandPath(command);

        Paragraph($"{output.PaintData(path, Style.Strong)} · {command.Description}", "", output);
        Heading("Usage", output);
        Paragraph(Usage(command, path), "  ", output);
        Rows("Commands", [.. command.Subcommands.Where(sub => !sub.Hidden).Select(sub => (sub.Name, sub.Description ?? ""))], output);
        Rows("Arguments", [.. command.Arguments.Where(argument => !argument.Hidden).Select(argument => (ArgumentLabel(argument), argument.Description ?? ""))],
            output);
        Rows("Options", [.. command.Options.Where(option => !option.Hidden).Select(option => (OptionLabel(option), option.Description ?? ""))], output);
        Rows("Examples", isRoot ? FirstSteps : (command as GanCommand)?.Examples ?? [], output);
        if (isRoot)
        {
            output.Data.WriteLine();
            foreach (string line in WordWrap.Lines(
                "gan help COMMAND shows the options of a command. Exit codes: 0 ok, 1 failed, 2 wrong usage or config, 3 modes lost (scripts/ci-gate), "
                + "4 diverged, 74 input or output, 128 + signal.", Width(output)))
            {
                output.Data.WriteLine(output.PaintData(line, Style.Dim));
            }
        }
    }

    private static string Usage(Command command, string path)
    {
        var usage = new StringBuilder(path);
        if (command.Subcommands.Count > 0)
        {
            usage.Append(command is RootCommand ? " COMMAND" : " [COMMAND]");
        }

        foreach (Argument argument in command.Arguments)
        {
            usage.Append(' ').Append(ArgumentLabel(argument));
        }

        return usage.Append(" [OPTIONS]").ToString();
    }

    private static string ArgumentLabel(Argument argument)
    {
        string label = (argument.HelpName ?? argument.Name).ToUpperInvariant() + (argument.Arity.MaximumNumberOfValues > 1 ? "…" : "");
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{label}]" : label;
    }

    private static string OptionLabel(Option option)
    {
        string[] shortNames = [.. option.Aliases.Where(alias => alias.Length == 2 && alias[0] == '-' && alias[1] is not ('?' or '/'))];
        string names = string.Join(", ", shortNames.Append(option.Name));
        if (option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool))
        {
            return names;
        }

        string value = option.HelpName ?? "VALUE";
        return names + (option.Arity.MinimumNumberOfValues == 0 ? $" [{value}]" : $" {value}");
    }

    private static void Heading(string title, Output output)
    {
        output.Data.WriteLine();
        output.Data.WriteLine(output.PaintData(title, Style.Strong));
    }

    private static void Rows(string title, IReadOnlyList<(string Left, string Right)> rows, Output output)
    {
        if (rows.Count == 0)
        {
            return;
        }

        Heading(title, output);
        int left = rows.Max(row => row.Left.Length) + 4;

        // Beside long names there is no room for what they mean: that goes below.
        bool beside = Width(output) - left >= SmallestText;
        int indent = beside ? left : 6;
        foreach ((string name, string text) in rows)
        {
            string begin = "  " + output.PaintData(name, Style.Accent) + (beside ? new string(' ', left - 2 - name.Length) : "");
            if (!beside)
            {
                Paragraph(begin, "", output);
                begin = new string(' ', indent);
            }

            foreach (string line in WordWrap.Lines(text, Width(output) - indent))
            {
                output.Data.WriteLine(begin + line);
                begin = new string(' ', indent);
            }
        }
    }

    private static int Width(Output output) => Math.Min(LargestWidth, output.DataTraits.Width);

    private static void Paragraph(string text, string indent, Output output)
    {
        foreach (string line in WordWrap.Hanging(indent + text, Width(output)))
        {
            output.Data.WriteLine(line);
        }
    }
}
