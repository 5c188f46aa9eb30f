using System.Security.Cryptography;
using GanCli.Engine.Config;
using GanCli.Engine.Random;

namespace GanCli.Engine.Data;

/// <summary>Columns of a table in a Parquet file: numbers, and booleans as 0 and 1. A cell that is null or not a number (NaN) is missing.</summary>
[Component("parquet", "Numeric columns of a Parquet file")]
public sealed record ParquetConfig : TableConfig
{
    public override DataSource Build(RandomStreams streams)
    {
        using var stream = ForeignFile.Open(Path!, "parquet");
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        stream.Position = 0;
        using var file = ParquetFile.Open(Path!, stream);
        return Read(file).Build(hash, streams);
    }

    public override IReadOnlyList<string> ColumnNames()
    {
        using var stream = ForeignFile.Open(Path!, "parquet");
        using var file = ParquetFile.Open(Path!, stream);
        return file.Names;
    }

    private TableRows Read(ParquetFile file)
    {
        var rows = new TableRows(this, file.Names);
        rows.RequireRoomFor(file.Rows);
        for (var i = 0; i < rows.Chosen.Count; i++)
        {
            if (file.Refusal(rows.Chosen[i]) is { } what)
            {
                rows.Refuse(i, file.Rows, what);
            }
        }

        var row = 0L;
        for (var group = 0; group < file.Groups; group++)
        {
            ParquetCells?[] columns = [.. rows.Chosen.Select(column => file.Refusal(column) is null ? file.Read(group, column) : null)];
            for (var inGroup = 0; inGroup < file.RowsOf(group); inGroup++)
            {
                row++;
                for (var i = 0; i < columns.Length; i++)
                {
                    if (columns[i] is { } cells)
                    {
                        var value = cells.Value(inGroup);
                        var kind = Kind(value);
                        rows.Set(i, kind, value, TableRows.NeedsText(kind, value) ? cells.Text(inGroup) : "", cells.Decimals);
                    }
                }

                rows.Commit(NumberTable.Text($"row {row}"));
            }
        }

        return rows;
    }

    private static CellKind Kind(double value) => double.IsNaN(value) ? CellKind.Missing : double.IsFinite(value) ? CellKind.Number : CellKind.Infinite;
}
