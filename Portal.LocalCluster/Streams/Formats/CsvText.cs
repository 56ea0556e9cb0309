using System.Globalization;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Formats;

/// <summary>Values as CSV has them.</summary>
internal static class CsvText
{
    private const string Moment = "yyyy-MM-dd HH:mm:ss.FFFFFFF";

    /// <summary>Numbers and truths never stand in quotes, nor does what stands for NULL.</summary>
    public static bool IsQuotable(object? value) => value is not (null or bool or long or double or float or decimal);

    /// <param name="between">What stands between the items of an ARRAY or ROW.</param>
    public static string Of(object? value, SqlType type, string ofNull, char between) =>
        value switch
        {
            null => ofNull,
            bool truth => truth ? "true" : "false",
            DateTime at => at.ToString(Moment, CultureInfo.InvariantCulture),
            DateTimeOffset at => $"{at.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture)}Z",
            decimal number => JavaText.Plain(number, type.Scale),
            byte[] bytes => Convert.ToBase64String(bytes),
            object?[] items => string.Join(
                between,
                items.Select((item, i) => Of(item, type.Items[type.Root == TypeRoot.Row ? i : 0], ofNull, between))
            ),
            _ => JavaText.Of(value, type),
        };
}
