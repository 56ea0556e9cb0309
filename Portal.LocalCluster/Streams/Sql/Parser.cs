using System.Collections.Immutable;

namespace Portal.LocalCluster.Streams.Sql;

/// <summary>
/// Recursive descent over Flink's SQL: one method for one rule. This part is the cursor; statements, queries, expressions and types have a
/// part each.
/// </summary>
public sealed partial class Parser
{
    private const int MostCharacters = 1_000_000;

    /// <summary>Deeper nesting would end the process rather than the statement.</summary>
    private const int Deepest = 200;

    private readonly IReadOnlyList<Token> _tokens;
    private int _at;
    private int _depth;

    private Parser(string text) => _tokens = Lexer.Read(text);

    /// <exception cref="SqlException">It isn't one statement.</exception>
    public static Statement Read(string text)
    {
        if (text.Length > MostCharacters)
        {
            throw new SqlException(
                $"SQL parse failed. The statement has {text.Length:N0} characters; {MostCharacters:N0} are read."
            );
        }

        var parser = new Parser(text);
        var statement = parser.Statement();
        parser.Take(";");
        return parser.Now.Kind == TokenKind.End ? statement : throw parser.Unexpected("<EOF>");
    }

    private Token Now => _tokens[_at];

    private Token Before => _tokens[Math.Max(0, _at - 1)];

    private Token Ahead(int count) => _tokens[Math.Min(_at + count, _tokens.Count - 1)];

    private bool Sees(string first, string second) => Is(first) && Ahead(1).Is(second);

    /// <summary>Goes on if these words come next.</summary>
    private bool Take(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (!Ahead(i).Is(words[i]))
            {
                Expects(words[i], Math.Min(_at + i, _tokens.Count - 1));
                return false;
            }
        }

        _at += words.Length;
        return true;
    }

    private void Expect(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (!Take(word))
            {
                throw Unexpected(word);
            }
        }
    }

    private string Name() => Name(Expected.Name);

    private string Name(string kind)
    {
        Expects(kind, _at);
        if (!Now.IsName || (Now.Kind == TokenKind.Word && Keywords.IsReserved(Now.Value)))
        {
            throw Now.Kind == TokenKind.Word
                ? SqlException.Syntax(
                    $"Incorrect syntax near the keyword '{Now.Value.ToUpperInvariant()}'",
                    Now.At,
                    _expectedAt == _at ? _expected : []
                )
                : Unexpected();
        }

        return Next().Value;
    }

    private Token Next() => _tokens[_at++];

    /// <param name="kind">Of names, for who is to write one.</param>
    private ImmutableArray<string> Path(string kind = Expected.Name)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        do
        {
            parts.Add(Name(kind));
        } while (Take("."));
        return parts.ToImmutable();
    }

    private string Text() => Now.Kind == TokenKind.Text ? Next().Value : throw Unexpected(Expected.Text);

    private ImmutableArray<T> List<T>(Func<T> item)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        do
        {
            items.Add(item());
        } while (Take(","));
        return items.ToImmutable();
    }

    private ImmutableArray<T> InParentheses<T>(Func<T> item)
    {
        Expect("(");
        var items = List(item);
        Expect(")");
        return items;
    }

    /// <summary>One level deeper, if there is room for it.</summary>
    private T Deeper<T>(Func<T> rule)
    {
        if (++_depth > Deepest)
        {
            throw SqlException.Syntax($"The statement is nested deeper than {Deepest} levels", Now.At);
        }

        var result = rule();
        _depth--;
        return result;
    }

    private Place From(Place start) => start.To(Before.At);
}
