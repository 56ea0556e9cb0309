using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Tests.Upgrade;

/// <summary>A value of a stored type, the same in every run: either with everything in it, or with what can't be left out.</summary>
internal sealed class StoredSample(bool isFull)
{
    private const int Deep = 8;
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The choices in what was made.</summary>
    public HashSet<Type> Choices { get; } = [];

    public object Of(Type type) => Value(type, "value", 0)!;

    private object? Value(Type type, string name, int depth)
    {
        depth.ShouldBeLessThan(Deep, $"{type.Name} holds itself");
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return isFull ? Value(inner, name, depth) : null;
        }

        return Plain(type, name) ?? List(type, name, depth) ?? Made(type, depth);
    }

    private object? Plain(Type type, string name) =>
        type == typeof(string) ? name
        : type == typeof(int) ? 7
        : type == typeof(long) ? 70L
        : type == typeof(double) ? 0.5
        : type == typeof(bool) ? isFull
        : type == typeof(Guid) ? Guid.Parse("018f0000-0000-7000-8000-000000000001")
        : type == typeof(DateTimeOffset) ? new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero)
        : type == typeof(TimeSpan) ? TimeSpan.FromMinutes(1)
        : type == typeof(DateOnly) ? new DateOnly(2026, 11, 20)
        : type == typeof(ResourceKind) ? TopicKind.Word
        : type.IsEnum ? Choice(type)
        : null;

    private object? Choice(Type type)
    {
        Choices.Add(type);
        var words = Enum.GetValues(type);
        return words.GetValue(isFull ? words.Length - 1 : 0);
    }

    private object? List(Type type, string name, int depth)
    {
        if (type.IsArray)
        {
            var array = Array.CreateInstance(type.GetElementType()!, isFull ? 1 : 0);
            if (isFull)
            {
                array.SetValue(Value(type.GetElementType()!, name, depth + 1), 0);
            }

            return array;
        }

        if (!type.IsGenericType)
        {
            return null;
        }

        var arguments = type.GetGenericArguments();
        if (type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>))
        {
            var empty = type.GetField("Empty")!.GetValue(null)!;
            return isFull
                ? type.GetMethod("Add")!.Invoke(empty, ["key", Value(arguments[1], "value", depth + 1)])
                : empty;
        }

        if (arguments.Length != 1 || !typeof(System.Collections.IEnumerable).IsAssignableFrom(type))
        {
            return null;
        }

        var items = (Array)List(arguments[0].MakeArrayType(), name, depth)!;
        return type.IsInstanceOfType(items)
            ? items
            : typeof(ImmutableArray)
                .GetMethods()
                .Single(m =>
                    m.Name == nameof(ImmutableArray.Create) && m.GetParameters() is [{ ParameterType.IsArray: true }]
                )
                .MakeGenericMethod(arguments[0])
                .Invoke(null, [items]);
    }

    private object Made(Type type, int depth)
    {
        var form = type.IsAbstract
            ? type
                .Assembly.GetTypes()
                .Where(t => t.IsSubclassOf(type) && !t.IsAbstract)
                .MinBy(t => t.Name, StringComparer.Ordinal)!
            : type;
        var constructor = form.GetConstructors().Where(c => !IsCopy(c, form)).MaxBy(c => c.GetParameters().Length)!;
        var made = constructor.Invoke([
            .. constructor
                .GetParameters()
                .Select(p => Member(p.ParameterType, Nullability.Create(p).WriteState, StoredName(p, form), depth)),
        ]);
        foreach (var property in form.GetProperties().Where(p => IsFurther(p, constructor)))
        {
            property.SetValue(
                made,
                Member(property.PropertyType, Nullability.Create(property).WriteState, Camel(property.Name), depth)
            );
        }

        return made;
    }

    private object? Member(Type type, NullabilityState state, string name, int depth) =>
        !isFull && state == NullabilityState.Nullable ? null : Value(type, Camel(name), depth + 1);

    private static string StoredName(ParameterInfo parameter, Type form) =>
        form.GetProperty(parameter.Name!)?.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? parameter.Name!;

    // Stored, and not by the constructor.
    private static bool IsFurther(PropertyInfo property, ConstructorInfo constructor) =>
        property.SetMethod is { IsPublic: true }
        && property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition is not JsonIgnoreCondition.Always
        && constructor
            .GetParameters()
            .All(p => !string.Equals(p.Name, property.Name, StringComparison.OrdinalIgnoreCase));

    private static bool IsCopy(ConstructorInfo constructor, Type type) =>
        constructor.GetParameters() is [{ } only] && only.ParameterType == type;

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
