using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Portal.Core;

/// <summary>Marks an open hierarchy that is kept as JSON; its property tells which of the forms it is.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class StoredFormsAttribute(string property) : Attribute
{
    public string Property => property;
}

/// <summary>The word by which one form of a <see cref="StoredFormsAttribute">hierarchy</see> is stored. It never changes: old rows have it.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class StoredAsAttribute(string word) : Attribute
{
    public string Word => word;
}

/// <summary>Finds the forms of the open hierarchies in Core, so that nobody keeps a list of them.</summary>
internal static class StoredForms
{
    /// <summary>By base type, its forms with their words.</summary>
    public static IEnumerable<(Type Form, string Word)> Of(Type hierarchy) =>
        from type in SourceTypes.Of(hierarchy.Assembly)
        where !type.IsAbstract && type.IsSubclassOf(hierarchy)
        select (type, type.GetCustomAttribute<StoredAsAttribute>()?.Word ?? throw Unmarked(type));

    public static void Resolve(JsonTypeInfo info)
    {
        if (info.Type.GetCustomAttribute<StoredFormsAttribute>() is not { } marked)
        {
            return;
        }

        var options = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = marked.Property };
        foreach (var (form, word) in Of(info.Type).OrderBy(form => form.Word, StringComparer.Ordinal))
        {
            options.DerivedTypes.Add(new JsonDerivedType(form, word));
        }

        info.PolymorphismOptions = options;
    }

    private static InvalidOperationException Unmarked(Type type) =>
        new($"{type.Name} is stored as JSON and has no [StoredAs].");
}
