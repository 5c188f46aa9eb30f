namespace GanCli.Engine.Config;

/// <summary>Ways out of a conflict, listed from the catalog: a component that comes later is named as soon as it has the trait.</summary>
internal static class WaysOut
{
    /// <summary>The kinds whose components have a trait, as they come without options: <c>mlp</c>, <c>a or b</c>, <c>a, b or c</c>.</summary>
    /// <typeparam name="T">The family's base record.</typeparam>
    /// <param name="suits">Whether a component does.</param>
    public static string Kinds<T>(Func<T, bool> suits)
        where T : ComponentConfig
    {
        string[] kinds =
        [
            .. Catalog.FamilyOf(typeof(T)).Components
                .Where(component => suits((T)Activator.CreateInstance(component.RecordType)!))
                .Select(static component => component.Kind)
                .Order(StringComparer.Ordinal),
        ];
        return kinds.Length < 2 ? string.Concat(kinds) : $"{string.Join(", ", kinds[..^1])} or {kinds[^1]}";
    }
}
