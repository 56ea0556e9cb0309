using System.Text;

namespace Portal.LocalCluster.Streams.Sql;

/// <summary>A text cut into tokens; comments are skipped.</summary>
public sealed partial class Lexer
{
    private static readonly string[] Pairs = ["<>", "<=", ">=", "!=", "||", "=>"];
    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private Lexer(string text) => _text = text;

    public static IReadOnlyList<Token> Read(string text)
    {
        var lexer = new Lexer(text);
        while (lexer.Next()) { }

        return lexer._tokens;
    }

    private bool Next()
    {
        SkipBlanks();
        var (start, place) = (_at, Here);
        if (_at >= _text.Length)
        {
            _tokens.Add(new(TokenKind.End, "", place, _at));
            return false;
        }

        var first = _text[_at];
        var (kind, value) = first switch
        {
            '\'' => (TokenKind.Text, Delimited('\'', place)),
            '`' => (TokenKind.Quoted, Delimited('`', place)),
            _ when char.IsAsciiDigit(first) || (first == '.' && IsDigit(_at + 1)) => (TokenKind.Number, Number()),
            _ when char.IsLetter(first) || first is '_' or '$' => (TokenKind.Word, Word()),
            _ => (TokenKind.Symbol, Symbol(place)),
        };
        _tokens.Add(new(kind, value, place.To(Before), start));
        return true;
    }

    private Place Here => new(_line, _at - _lineStart + 1, _line, _at - _lineStart + 1);

    private Place Before => new(_line, _at - _lineStart, _line, _at - _lineStart);

    private void SkipBlanks()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_at]))
            {
                Step();
            }
            else if (Starts("--"))
            {
                while (_at < _text.Length && _text[_at] != '\n')
                {
                    Step();
                }
            }
            else if (Starts("/*"))
            {
                var from = Here;
                if (Starts("/*+"))
                {
                    throw SqlException.Unsupported(
                        from,
                        "A hint (/*+ … */)",
                        "Write the option in the table's WITH, or SET it for the session."
                    );
                }

                while (!Starts("*/"))
                {
                    if (_at >= _text.Length)
                    {
                        throw SqlException.Syntax("Comment without an end", from);
                    }

                    Step();
                }

                (_at, _) = (_at + 2, 0);
            }
            else
            {
                break;
            }
        }
    }

    private void Step()
    {
        if (_text[_at++] == '\n')
        {
            (_line, _lineStart) = (_line + 1, _at);
        }
    }

    private bool Starts(string what) => string.CompareOrdinal(_text, _at, what, 0, what.Length) == 0;

    private bool IsDigit(int at) => at < _text.Length && char.IsAsciiDigit(_text[at]);
}
