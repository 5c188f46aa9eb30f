namespace GanCli.Runs;

/// <summary>Short names of settings.</summary>
public static class SettingPath
{
    private static readonly string[] Players = ["generator", "discriminator"];

    /// <summary>The end of a path from the player on that it goes through: <c>discriminator.lr</c> of <c>optimizer.discriminator.lr</c>, since the one
    /// player's rate is not the other's.</summary>
    /// <param name="path">A path of a config.</param>
    /// <returns>Null where it goes through none.</returns>
    public static string? FromPlayer(string path)
    {
        string[] parts = path.Split('.');
        int player = Array.FindLastIndex(parts, static part => Players.Contains(part, StringComparer.Ordinal));
        return player < 0 ? null : string.Join('.', parts[player..]);
    }
}
