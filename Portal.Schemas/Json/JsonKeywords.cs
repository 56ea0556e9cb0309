namespace Portal.Schemas.Json;

/// <summary>The keywords of draft 7 and 2020-12, by what they do.</summary>
internal static class JsonKeywords
{
    /// <summary>They say something about a value and forbid none. What nobody knows forbids nothing either, as the specification says.</summary>
    public static readonly HashSet<string> Describing = new(StringComparer.Ordinal)
    {
        "$schema",
        "$id",
        "id",
        "$anchor",
        "$comment",
        "$defs",
        "definitions",
        "$vocabulary",
        "title",
        "description",
        "default",
        "deprecated",
        "readOnly",
        "writeOnly",
        "examples",
        "format",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
    };

    /// <summary>Keywords that are compared one by one. Of others it is only known whether they stayed as they are.</summary>
    public static readonly HashSet<string> Compared = new(StringComparer.Ordinal)
    {
        "$ref",
        "type",
        "enum",
        "const",
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "minProperties",
        "maxProperties",
        "items",
        "prefixItems",
        "additionalItems",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minLength",
        "maxLength",
        "pattern",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "oneOf",
        "anyOf",
        "allOf",
        "not",
    };

    /// <summary>What the registry's documented rules refuse to narrow, though it isn't compared here. They pass over all others.</summary>
    public static readonly HashSet<string> Documented = new(StringComparer.Ordinal)
    {
        "not",
        "dependencies",
        "dependentRequired",
        "dependentSchemas",
    };

    /// <summary>Those whose value is a schema.</summary>
    public static readonly string[] Schemas =
    [
        "additionalProperties",
        "additionalItems",
        "not",
        "if",
        "then",
        "else",
        "contains",
        "propertyNames",
        "unevaluatedProperties",
        "unevaluatedItems",
    ];

    /// <summary>Those by which the drafts restrict a value. Tools have others (“x-label”), which restrict none.</summary>
    public static readonly HashSet<string> Restricting = new(
        [.. Compared, .. Documented, .. Schemas, "minContains", "maxContains", "$dynamicRef", "$recursiveRef"],
        StringComparer.Ordinal
    );

    /// <summary>Those whose value is an object of schemas.</summary>
    public static readonly string[] Named =
    [
        "properties",
        "patternProperties",
        "definitions",
        "$defs",
        "dependentSchemas",
    ];

    /// <summary>Those whose value is an array of schemas.</summary>
    public static readonly string[] Listed = ["oneOf", "anyOf", "allOf", "prefixItems"];

    /// <summary>Those whose value is a whole number, not below nothing.</summary>
    public static readonly string[] Counts =
    [
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
    ];
}
