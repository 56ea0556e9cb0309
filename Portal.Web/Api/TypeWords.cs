using System.Globalization;

namespace Portal.Web.Api;

/// <summary>What a value of a simple type is, in words for who wrote something else.</summary>
internal static class TypeWords
{
    /// <returns>Null for what is none: an enum, a list, an object.</returns>
    public static string? Of(Type type) =>
        Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => null,
            TypeCode.Boolean => "true or false",
            TypeCode.String => "text",
            TypeCode.Int32 => $"a whole number of at most {int.MaxValue}",
            TypeCode.Int64 => $"a whole number of at most {long.MaxValue}",
            TypeCode.Double or TypeCode.Decimal => "a number",
            _ when type == typeof(DateTimeOffset) => "a time as 2026-11-27T16:00:00Z, with an offset of at most 14:00",
            _ => null,
        };

    /// <summary>Whether a value in a query can be read as one of the type.</summary>
    public static bool Reads(Type type, string value) =>
        Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => true,
            TypeCode.Boolean => bool.TryParse(value, out _),
            TypeCode.Int32 => int.TryParse(value, CultureInfo.InvariantCulture, out _),
            TypeCode.Int64 => long.TryParse(value, CultureInfo.InvariantCulture, out _),
            _ when type == typeof(DateTimeOffset) => DateTimeOffset.TryParse(
                value,
                CultureInfo.InvariantCulture,
                out _
            ),
            _ => true,
        };
}
