using System.Collections.Immutable;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    private KeyValuePair<string, string> TableOption()
    {
        var name = Text();
        Expect("=");
        return new(name, Text());
    }

    private WatermarkDefinition Watermark()
    {
        var start = Now.At;
        Expect("WATERMARK", "FOR");
        var column = Name();
        Expect("AS");
        var (of, text) = Written();
        return new(From(start), column, of, text);
    }

    /// <summary>An expression, and how Flink shows it.</summary>
    private (Expression Of, string Text) Written()
    {
        var start = _at;
        var of = Expression();
        return (of, TokenText.Of([.. _tokens.Skip(start).Take(_at - start)], Now));
    }

    private ImmutableArray<string> PrimaryKey()
    {
        if (Take("CONSTRAINT"))
        {
            Name();
        }

        Expect("PRIMARY", "KEY");
        var key = InParentheses(Name);
        NotEnforced();
        return key;
    }

    private void NotEnforced()
    {
        if (!Take("NOT", "ENFORCED"))
        {
            throw SqlException.At(
                Now.At,
                "Flink doesn't support ENFORCED mode for PRIMARY KEY constraint. Write PRIMARY KEY … NOT ENFORCED."
            );
        }
    }

    private ColumnDefinition Column(ref ImmutableArray<string> key)
    {
        var start = Now.At;
        var name = Name();
        if (Take("AS"))
        {
            var (computed, text) = Written();
            return new(From(start), name, null) { Computed = computed, ComputedText = text };
        }

        var type = Type();
        string? metadata = null;
        if (Take("METADATA"))
        {
            metadata = Take("FROM") ? Text() : name;
        }

        var isVirtual = Take("VIRTUAL");
        if (Take("PRIMARY", "KEY"))
        {
            NotEnforced();
            (key, type) = ([name], type.NotNull);
        }

        if (Take("COMMENT"))
        {
            Text();
        }

        return new(From(start), name, type) { MetadataKey = metadata, IsVirtual = isVirtual };
    }
}
