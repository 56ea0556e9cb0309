using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Portal.Web.Api.Kinds;

/// <summary>What a field of a spec takes, in words, for who wrote something else there.</summary>
internal static class SpecField
{
    /// <param name="path">The names down to it, with dots between: <c>checkpoints.mode</c>.</param>
    /// <param name="spec">Type of the whole spec.</param>
    /// <param name="form">How its JSON is read.</param>
    public static string InWords(string path, Type spec, JsonSerializerOptions form)
    {
        var type = spec;
        foreach (var name in path.Split('.'))
        {
            var info = form.GetTypeInfo(type);
            if (info.Kind != JsonTypeInfoKind.Object)
            {
                return $"{path} is unknown, or not of its type.";
            }

            if (info.Properties.FirstOrDefault(property => property.Name == name) is not { } found)
            {
                return $"{path} is unknown.";
            }

            type = Nullable.GetUnderlyingType(found.PropertyType) ?? found.PropertyType;
        }

        return $"{path} {Expected(type, form)}.";
    }

    private static string Expected(Type type, JsonSerializerOptions form)
    {
        if (type.IsEnum)
        {
            var words = Enum.GetValues(type)
                .Cast<object>()
                .Select(each => JsonSerializer.SerializeToElement(each, form));
            return $"is none of {string.Join(", ", words)}";
        }

        var expected = Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => "true or false",
            TypeCode.String => "text",
            TypeCode.Int32 => $"a whole number of at most {int.MaxValue}",
            TypeCode.Int64 => "a whole number",
            TypeCode.Double or TypeCode.Decimal => "a number",
            _ when form.GetTypeInfo(type).Kind == JsonTypeInfoKind.Enumerable => "a list",
            _ => "an object",
        };
        return $"has to be {expected}";
    }
}
