namespace GanCli.Runs;

/// <summary>Number types of the safetensors format; upper-cased, the names are the ones in the file.</summary>
public enum SafetensorsType
{
    Bool,
    U8,
    I8,
    U16,
    I16,
    F16,
    BF16,
    U32,
    I32,
    F32,
    U64,
    I64,
    F64,
}
