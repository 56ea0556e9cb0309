namespace Portal.Core.Jobs.Sql;

/// <summary>What has to be mended in the statements.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Counted from 1.</param>
public sealed record SqlFault(int Line, int Column, string Words)
{
    public override string ToString() => $"Line {Line}, column {Column}: {Words}";
}
