using System.Text;

namespace Portal.Engines.Kafka;

/// <summary>How bytes look, without what they say: a letter is "a", a digit "9", punctuation stays, anything else is "·".</summary>
internal static class RecordShape
{
    public static string Of(ReadOnlySpan<byte> start)
    {
        var shape = new StringBuilder(start.Length);
        foreach (var one in start)
        {
            var letter = (char)one;
            shape.Append(
                char.IsAsciiLetter(letter) ? 'a'
                : char.IsAsciiDigit(letter) ? '9'
                : letter is >= ' ' and <= '~' ? letter
                : '·'
            );
        }

        return shape.ToString();
    }
}
