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

        var expected =
            TypeWords.Of(type)
            ?? form.GetTypeInfo(type).Kind switch
            {
                JsonTypeInfoKind.Enumerable => "a list",
                JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "an object",
                _ => "of another type",
            };
        return $"has to be {expected}";
    }
}
