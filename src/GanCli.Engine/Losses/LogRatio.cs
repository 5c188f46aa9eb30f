namespace GanCli.Engine.Losses;

/// <summary>What D's output says of the ratio of densities p_data / p_G at its optimum.</summary>
public enum LogRatio
{
    /// <summary>Nothing that could be read off.</summary>
    None,

    /// <summary>It is its logarithm.</summary>
    Exact,

    /// <summary>It is a multiple of that.</summary>
    Multiple,
}
