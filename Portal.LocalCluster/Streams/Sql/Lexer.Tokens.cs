using System.Text;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Lexer
{
    private string Delimited(char quote, Place from)
    {
        var value = new StringBuilder();
        for (_at++; ; Step())
        {
            if (_at >= _text.Length)
            {
                throw SqlException.Syntax($"Encountered \"{quote}\" without its end", from);
            }

            if (_text[_at] != quote)
            {
                value.Append(_text[_at]);
            }
            else if (_at + 1 < _text.Length && _text[_at + 1] == quote)
            {
                value.Append(_text[_at++]);
            }
            else
            {
                _at++;
                return value.ToString();
            }
        }
    }

    private string Number()
    {
        var start = _at;
        while (IsDigit(_at) || (_at < _text.Length && _text[_at] == '.'))
        {
            _at++;
        }

        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            var sign = _at + 1 < _text.Length && _text[_at + 1] is '+' or '-' ? 1 : 0;
            if (IsDigit(_at + 1 + sign))
            {
                for (_at += 1 + sign; IsDigit(_at); _at++) { }
            }
        }

        return _text[start.._at];
    }

    private string Word()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '$'))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private string Symbol(Place place)
    {
        var symbol = Array.Find(Pairs, Starts) ?? _text[_at].ToString();
        if (symbol.Length == 1 && !"()[],.;=<>+-*/%{}:?".Contains(symbol[0], StringComparison.Ordinal))
        {
            throw SqlException.Syntax($"Lexical error. Encountered: \"{symbol}\"", place);
        }

        _at += symbol.Length;
        return symbol;
    }
}
