namespace GanCli.Engine.Config;

/// <summary>Turns single values into the types of keys, and says why one does not fit.</summary>
internal static class ScalarBinder
{
    /// <summary>The typed value, or null when the text is not one.</summary>
    public static object? Value(ConfigScalar scalar, OptionAttribute option, OptionType type)
    {
        string text = scalar.Text;
        switch (type.Form)
        {
            case OptionForm.Boolean:
                return scalar.Plain ? ScalarText.Boolean(text) : null;
            case OptionForm.Choice:
                return type.ChoiceOf(text);
            case OptionForm.Text when option.IsPath:
                return text.Length == 0 || text.Contains('\0', StringComparison.Ordinal)
                    ? null
                    : ShippedPath.Resolve(text, scalar.Position.Source.Folder);
            case OptionForm.Text:
                return text;
            case OptionForm.Number or OptionForm.Integer when !scalar.Plain || !ScalarText.IsNumber(text):
                return null;
            case OptionForm.Number:
                return ScalarReader.Double(text);
            default:
                long? whole = ScalarReader.Long(text);
                return type.Type == typeof(long) ? (object?)whole : whole is >= int.MinValue and <= int.MaxValue ? (int)whole : null;
        }
    }

    /// <summary>What to say of text in quotes that would be right without them: numbers, true and false, null, and whole lists and mappings; null for all
    /// else.</summary>
    public static string? QuotedFault(ConfigScalar scalar, OptionAttribute option, OptionType type)
    {
        string text = scalar.Text.Trim();
        bool wasMeant = !scalar.Plain && type.Form is not (OptionForm.Text or OptionForm.Any) && (
            (ScalarText.IsNumber(text) && (type.Form is OptionForm.Number or OptionForm.Integer || type.TakesNumber))
            || (ScalarText.Boolean(text) is not null && type.Form == OptionForm.Boolean)
            || (ScalarText.IsNull(text) && text.Length > 0 && type.Nullable && !(type.Element?.Form == OptionForm.Text && option.AllowSingle))
            || (text is ['[', .., ']'] && type.Form == OptionForm.List && !(type.Element!.Form == OptionForm.Text && option.AllowSingle))
            || (text is ['{', .., '}'] && type.Form is OptionForm.Section or OptionForm.Component or OptionForm.Mapping));
        return wasMeant ? $"'{ScalarText.Show(text)}' is text; remove the quotes" : null;
    }

    /// <summary>Why the text is not a value of the type.</summary>
    public static string WhyNot(ConfigScalar scalar, OptionAttribute option, OptionType type)
    {
        string shown = ScalarText.Show(scalar.Text);
        bool numeric = type.Form is OptionForm.Number or OptionForm.Integer;
        if (numeric && scalar.Plain && ScalarText.IsNumber(scalar.Text))
        {
            return ScalarReader.Double(scalar.Text) is not { } number ? $"{shown} is not a finite number"
                : ScalarReader.IsWhole(scalar.Text) ? OptionRange.Fault(number, shown, option) ?? TooLarge(number, shown, type.Type)
                : $"{shown} is not a whole number{(scalar.WholeInstead is { } way ? $"; {way}" : "")}";
        }

        if (numeric && scalar.Plain && ScalarText.IsNotFinite(scalar.Text))
        {
            return $"{shown} is not a finite number";
        }

        string ungrouped = scalar.Text.Replace("_", "", StringComparison.Ordinal);
        return $"'{shown}' is not {Expected(type, option)}"
            + (numeric && scalar.Plain && ScalarText.IsNumber(ungrouped) ? $"; write {ScalarText.Show(ungrouped)}" : "")
            + OtherNames.Suggest(scalar.Text, type);
    }

    /// <summary>What a key takes, with its article: <c>a number</c>, <c>one of alternating, simultaneous</c>, <c>a loss</c>.</summary>
    public static string Expected(OptionType type, OptionAttribute option) => type.Form switch
    {
        OptionForm.Boolean => "true or false",
        OptionForm.Integer => "a whole number",
        OptionForm.Number => "a number",
        OptionForm.Text => option.IsPath ? "a path" : "text",
        OptionForm.Choice => $"one of {string.Join(", ", type.Choices)}",
        OptionForm.List => "a list",
        OptionForm.Any => "a value",
        OptionForm.Component => type.TakesNumber ? $"a number or {type.Family!.One}" : type.Family!.One,
        _ => type.TakesNumber ? "a whole number or a mapping" : "a mapping",
    };

    private static string TooLarge(double number, string shown, Type type) => (number > 0, type == typeof(long)) switch
    {
        (true, true) => $"{shown} is too large; it must be at most 9223372036854775807",
        (true, false) => $"{shown} is too large; it must be at most 2147483647",
        (false, true) => $"{shown} is too small; it must be at least -9223372036854775808",
        (false, false) => $"{shown} is too small; it must be at least -2147483648",
    };
}
