using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>Text that a function makes longer has a bound.</summary>
internal static class TextLimit
{
    private const int Most = 16 * 1024 * 1024;

    public static string Of(string text, long times) =>
        times <= 0 ? ""
        : text.Length * times <= Most ? new StringBuilder().Insert(0, text, (int)times).ToString()
        : throw new SqlDataException($"A text of more than {Most:N0} characters isn't made.");
}
