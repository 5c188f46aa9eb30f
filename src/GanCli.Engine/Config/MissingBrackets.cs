using System.Globalization;

namespace GanCli.Engine.Config;

/// <summary>What a value would be in the brackets or braces that it lacks: the way out of the commonest slip of a hand-written option.</summary>
internal static class MissingBrackets
{
    // A longer value is better left where it stands.
    private const int Longest = 40;

    /// <summary>A list of it: <c>; write [r1]</c>.</summary>
    public static string OfList(ConfigNode node) => node switch
    {
        ConfigScalar { IsNull: false, Text.Length: <= Longest } scalar => $"; write [{ScalarText.Show(scalar.Text)}]",
        ConfigMap => "; put it in brackets: [{…}]",
        _ => "",
    };

    /// <summary>A mapping of its first key that can have the value: <c>; write {decay: 0.999}</c>.</summary>
    /// <param name="node">The value.</param>
    /// <param name="section">Type of the section that it stands for.</param>
    public static string OfSection(ConfigNode node, Type section) =>
        node is ConfigScalar { IsNull: false, Text.Length: <= Longest } scalar && !section.IsAbstract
            && ConfigKey.Of(section).FirstOrDefault(key => Takes(key, scalar)) is { } taking
            ? $"; write {{{taking.Name}: {ScalarText.Show(scalar.Text)}}}"
            : "";

    private static bool Takes(ConfigKey key, ConfigScalar scalar) =>
        key.Type.Form is OptionForm.Number or OptionForm.Integer or OptionForm.Boolean or OptionForm.Choice
        && ScalarBinder.Value(scalar, key.Option, key.Type) is { } value
        && (value is not (int or long or double)
            || OptionRange.Fault(Convert.ToDouble(value, CultureInfo.InvariantCulture), scalar.Text, key.Option) is null);
}
