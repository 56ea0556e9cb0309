using System.Buffers;

namespace Portal.Core.Health.Readings;

/// <summary>Numbers in seven bits a byte, small ones in one.</summary>
internal static class Varint
{
    private const int Longest = 10;

    public static void Write(IBufferWriter<byte> to, ulong value)
    {
        var bytes = to.GetSpan(Longest);
        var length = 0;
        while (value >= 0x80)
        {
            bytes[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[length++] = (byte)value;
        to.Advance(length);
    }

    /// <exception cref="FormatException">The bytes end within a number, or it is too long.</exception>
    public static ulong Read(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var i = 0; i < bytes.Length && i < Longest; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }

        throw new FormatException("A packed number is cut off.");
    }
}
