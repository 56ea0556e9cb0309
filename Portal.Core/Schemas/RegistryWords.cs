using System.Text.Json;
using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>The registry's words for what Core has as enums.</summary>
public static class RegistryWords
{
    /// <summary>BackwardTransitive is BACKWARD_TRANSITIVE.</summary>
    public static string Word<T>(this T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());

    /// <summary>Null for a word that isn't one of them.</summary>
    public static T? Read<T>(string? word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (value.Word() == word)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Whose level is in force for a subject that sets none.</summary>
    public static string Inherited(string subject) =>
        SubjectContext.Of(subject).Length == 0 ? "the registry's" : "its context's";

    /// <summary>Why a text can't become the newest version where an older one has it.</summary>
    public static string HasAlready(string subject, int version) =>
        $"The registry has this schema as version {version} of {subject} already, and makes no older version the newest again unless rules or metadata beside it differ, which the portal doesn't compare. Change something in it, its documentation for example.";

    /// <summary>What people call a language.</summary>
    public static string Title(this SchemaType type) =>
        type switch
        {
            SchemaType.Avro => "Avro",
            SchemaType.Json => "JSON Schema",
            SchemaType.Protobuf => "Protobuf",
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };

    /// <summary>What a level promises, for who chooses it.</summary>
    public static string Meaning(this CompatibilityLevel level) =>
        level switch
        {
            CompatibilityLevel.None => "nothing is compared",
            CompatibilityLevel.Backward => "the new version reads what the one before wrote",
            CompatibilityLevel.BackwardTransitive => "the new version reads what every version wrote",
            CompatibilityLevel.Forward => "the version before reads what the new one writes",
            CompatibilityLevel.ForwardTransitive => "every version reads what the new one writes",
            CompatibilityLevel.Full => "the new version and the one before read each other",
            CompatibilityLevel.FullTransitive => "the new version and every other read each other",
            _ => throw new ArgumentOutOfRangeException(nameof(level)),
        };
}
