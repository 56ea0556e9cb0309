using System.Collections.Immutable;
using System.Text;

namespace Portal.Core.Jobs.Sql;

/// <summary>One statement, without the semicolon behind it.</summary>
/// <param name="Line">Where it begins in the job's text, counted from 1.</param>
/// <param name="Column">Where it begins in the job's text, counted from 1.</param>
public sealed record SqlStatement(string Text, StatementKind Kind, int Line, int Column)
{
    /// <summary>The names of clusters and topics that stand without backticks, in the order of the text.</summary>
    internal ImmutableArray<BareName> BareNames { get; init; } = [];

    /// <summary>As it runs: the names of clusters and topics between backticks, because some of them are words of SQL, as <c>local</c> is.</summary>
    public string Quoted
    {
        get
        {
            var quoted = new StringBuilder(Text);
            foreach (var name in BareNames.Reverse())
            {
                quoted.Insert(name.Start + name.Length, '`').Insert(name.Start, '`');
            }

            return quoted.ToString();
        }
    }

    /// <summary>Where in the job's text stands what stands here in <see cref="Quoted"/>.</summary>
    public (int Line, int Column) PlaceOf(int line, int column)
    {
        var before = 0;
        foreach (var name in BareNames.Where(n => n.Line == line))
        {
            before +=
                column <= name.Column + before ? 0
                : column <= name.Column + before + name.Length ? 1
                : 2;
        }

        return (Line + line - 1, line == 1 ? Column + column - before - 1 : column - before);
    }
}

/// <summary>A name that stands without backticks.</summary>
/// <param name="Start">From the beginning of its statement, counted from 0.</param>
/// <param name="Line">Within its statement, counted from 1.</param>
/// <param name="Column">Within its statement, counted from 1.</param>
internal readonly record struct BareName(int Start, int Length, int Line, int Column);
