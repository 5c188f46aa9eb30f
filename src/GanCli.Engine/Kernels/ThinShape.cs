namespace GanCli.Engine.Kernels;

/// <summary>What makes a product too thin for tiles of six rows.</summary>
internal enum ThinShape
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The reduction is a few numbers long.</summary>
    Depth,

    /// <summary>The result has a few columns, and the rows of a lie in one piece.</summary>
    Columns,

    /// <summary>The result has a few rows, and the rows of b lie in one piece.</summary>
    Rows,
}
