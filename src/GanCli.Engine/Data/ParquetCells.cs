namespace GanCli.Engine.Data;

/// <summary>The cells of one column of a Parquet file, as far as they lie in one group of rows.</summary>
/// <param name="Value">The number in a row of the group; NaN where there is none.</param>
/// <param name="Text">The same as text; empty where there is nothing.</param>
/// <param name="Decimals">0 where the column can only hold whole numbers, else null: binary fractions have no decimals.</param>
internal sealed record ParquetCells(Func<int, double> Value, Func<int, string> Text, int? Decimals);
