using System.CommandLine;
using System.CommandLine.Parsing;
using GanCli.Engine.Config;

namespace GanCli.Commands;

/// <summary>Everything that is wrong with a command line, in words of our own. The parser alone would take <c>--config --sed</c> as a
/// config named "--sed", and would hand a misspelt option to a command that takes any number of arguments.</summary>
internal static class ArgumentErrors
{
    /// <summary>One line for each fault; empty when there is none.</summary>
    public static IReadOnlyList<string> Find(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        if (command.Subcommands.Count > 0 && result.UnmatchedTokens.Count > 0 && !LooksLikeOption(result.UnmatchedTokens[0]))
        {
            // The options behind a misspelt command are that command's.
            return [DescribeUnmatched(result.UnmatchedTokens[0], command)];
        }

        var errors = new List<string>(FindMisplacedOptions(result));
        if (errors.Count > 0)
        {
            // What the parser says about the words behind a misspelt option follows from that and would only distract.
            return errors;
        }

        errors.AddRange(result.UnmatchedTokens.Select(token => DescribeUnmatched(token, command)));
        errors.AddRange(result.Errors.Where(error => !IsAboutUnmatched(error, result)).Select(Describe));
        return errors;
    }

    private static IEnumerable<string> FindMisplacedOptions(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        Token? previous = null;
        foreach (Token token in result.Tokens)
        {
            if (token.Type == TokenType.DoubleDash)
            {
                yield break;
            }

            if (token.Type == TokenType.Argument && LooksLikeOption(token.Value))
            {
                Option? owner = previous is { Type: TokenType.Option } ? FindOption(command, previous.Value) : null;
                bool isValue = owner is { Arity.MaximumNumberOfValues: > 0 } && owner.ValueType != typeof(bool);
                if (!isValue)
                {
                    string name = WithoutValue(token.Value);
                    string meant = DidYouMean(name, OptionNames(command));
                    yield return $"unknown option '{name}'{(meant.Length > 0 ? meant : AsKey(name, command))}";
                }
                else if (token.Value.StartsWith("--", StringComparison.Ordinal))
                {
                    yield return $"{previous!.Value}: '{token.Value}' cannot be its value, a value may not begin with '--'"
                        + DidYouMean(WithoutValue(token.Value), OptionNames(command));
                }
            }

            previous = token;
        }
    }

    // What a config says is often tried as an option: --steps 300.
    private static string AsKey(string option, Command command)
    {
        if (FindOption(command, "--set") is null)
        {
            return "";
        }

        string word = option.TrimStart('-');
        IReadOnlyList<KeyPlace> places = KeyPlaces.Of(new ExperimentConfig());
        string? near = Spelling.Nearest(word, places.Select(static place => place.Key.Name));
        string? path = places.Where(place => place.Key.GoesBy(word))
            .Concat(places.Where(place => string.Equals(place.Key.Name, near, StringComparison.Ordinal)))
            .Select(static place => place.Path).FirstOrDefault();
        return path is null ? "" : $"; did you mean --set {path}=…?";
    }

    private static string DescribeUnmatched(string token, Command command)
    {
        if (command.Subcommands.Count == 0)
        {
            bool isConfig = Path.GetExtension(token) is ".yaml" or ".yml" && FindOption(command, "--config") is not null;
            return $"unexpected argument '{token}'{(isConfig ? $"; did you mean --config {token}?" : "")}";
        }

        string[] names = [.. command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name)];
        return $"unknown command '{token}'{DidYouMean(token, names)}";
    }

    private static string Describe(ParseError error)
    {
        OptionResult? option = error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;
        if (option is null)
        {
            return error.Message.TrimEnd('.');
        }

        string name = option.Option.Name;
        string value = option.Option.HelpName ?? "value";
        if (option.Tokens.Count < option.Option.Arity.MinimumNumberOfValues)
        {
            return $"{name} needs a value: {name} {value}";
        }

        if (option.IdentifierTokenCount > 1 && option.Option.Arity.MaximumNumberOfValues <= 1)
        {
            return $"{name} may be given only once";
        }

        return TypeWord(option.Option.ValueType) is { } word && error.Message.StartsWith("Cannot parse", StringComparison.Ordinal)
            ? $"{name}: '{option.Tokens[^1].Value}' is not {word}"
            : error.Message.TrimEnd('.');
    }

    private static bool IsAboutUnmatched(ParseError error, ParseResult result) =>
        error.SymbolResult is not OptionResult && result.UnmatchedTokens.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal));

    private static string? TypeWord(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Int32 or TypeCode.Int64 => "a whole number",
        TypeCode.UInt32 or TypeCode.UInt64 => "a whole number of at least 0",
        TypeCode.Double or TypeCode.Single => "a number",
        TypeCode.Boolean => "true or false",
        _ => null,
    };

    // "-" is stdout or stdin by custom, and "-5" a number.
    private static bool LooksLikeOption(string value) => value.Length > 1 && value[0] == '-' && !char.IsAsciiDigit(value[1]) && value[1] != '.';

    private static string WithoutValue(string token) => token.Split('=', 2)[0];

    private static Option? FindOption(Command command, string name) =>
        AllOptions(command).FirstOrDefault(option => string.Equals(option.Name, name, StringComparison.Ordinal) || option.Aliases.Contains(name));

    private static string[] OptionNames(Command command) =>
        [.. AllOptions(command).Where(option => !option.Hidden).SelectMany(option => option.Aliases.Append(option.Name))
            .Where(name => name.StartsWith("--", StringComparison.Ordinal))];

    private static IEnumerable<Option> AllOptions(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)));

    private static string DidYouMean(string word, IReadOnlyCollection<string> candidates) =>
        Spelling.DidYouMean(word, candidates);
}
