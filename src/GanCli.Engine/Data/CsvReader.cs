using System.Text;

namespace GanCli.Engine.Data;

/// <summary>Reads records of delimited text one at a time (RFC 4180: quoted fields may hold delimiters, line ends and doubled quotes).
/// Lines that begin with <paramref name="comment"/> are skipped.</summary>
internal sealed class CsvReader(TextReader reader, char delimiter, string file, char? comment = null)
{
    private const int MaxFieldLength = 1 << 20;
    private const int MaxFields = 1 << 16;

    private readonly StringBuilder _field = new();
    private int _line = 1;

    /// <summary>The line on which the last record began, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Whether the last record was an empty line.</summary>
    public bool IsBlank { get; private set; }

    /// <summary>Reads the next record.</summary>
    /// <returns>False at the end of the text.</returns>
    /// <exception cref="InvalidDataException">The text is malformed or a field or record is too long.</exception>
    public bool Read(List<string> fields)
    {
        fields.Clear();
        while (comment is { } mark && reader.Peek() == mark)
        {
            SkipLine();
        }

        Line = _line;
        if (reader.Peek() < 0)
        {
            return false;
        }

        IsBlank = reader.Peek() is '\n' or '\r';
        while (ReadField(fields))
        {
        }

        return true;
    }

    /// <returns>Whether another field follows in the record.</returns>
    private bool ReadField(List<string> fields)
    {
        _field.Clear();
        var quoted = reader.Peek() == '"';
        if (quoted)
        {
            ReadQuoted();
        }

        while (true)
        {
            var next = reader.Read();
            if (next == delimiter || next is '\n' or '\r' or < 0)
            {
                if (fields.Count == MaxFields)
                {
                    throw Error(Line, NumberTable.Text($"more than {MaxFields} columns"));
                }

                fields.Add(_field.ToString());
                return next == delimiter || EndLine(next);
            }

            if (quoted || next == '"')
            {
                throw Error(_line, quoted ? "text after a closing quote" : "a quote inside an unquoted field; put the whole field in quotes");
            }

            Append(next);
        }
    }

    private void SkipLine()
    {
        int next;
        do
        {
            next = reader.Read();
        }
        while (next is not ('\n' or '\r' or < 0));

        EndLine(next);
    }

    private void ReadQuoted()
    {
        var opened = _line;
        _ = reader.Read();
        while (true)
        {
            switch (reader.Read())
            {
                case < 0:
                    throw Error(opened, "a quote is never closed");
                case '"' when reader.Peek() != '"':
                    return;
                case '"':
                    Append(reader.Read());
                    break;
                case var next:
                    _line += next == '\n' ? 1 : 0;
                    Append(next);
                    break;
            }
        }
    }

    /// <returns>Always false: no field follows.</returns>
    private bool EndLine(int end)
    {
        if (end == '\r' && reader.Peek() == '\n')
        {
            _ = reader.Read();
        }

        _line++;
        return false;
    }

    private void Append(int character)
    {
        if (_field.Length == MaxFieldLength)
        {
            throw Error(Line, NumberTable.Text($"a field is longer than {MaxFieldLength} characters"));
        }

        _field.Append((char)character);
    }

    private InvalidDataException Error(int line, string message) => new(NumberTable.Text($"{file}: line {line}: {message}"));
}
