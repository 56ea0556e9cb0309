using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Portal.Core.Store;

/// <summary>
/// How Core's types lie in columns, whichever there are: a record struct around one value (ids, words) as that value, an enum as its
/// snake_case word.
/// </summary>
internal static class StoreTypes
{
    private static readonly Type[] Values = [typeof(int), typeof(long), typeof(string)];

    public static void Configure(ModelConfigurationBuilder conventions)
    {
        foreach (
            var type in SourceTypes
                .Of(typeof(StoreTypes).Assembly)
                .Where(t => t is { IsValueType: true, ContainsGenericParameters: false })
        )
        {
            if (type.IsEnum)
            {
                conventions.Properties(type).HaveConversion(typeof(WordColumn<>).MakeGenericType(type));
            }
            else if (ValueOf(type) is { } value)
            {
                conventions
                    .Properties(type)
                    .HaveConversion(typeof(ValueColumn<,>).MakeGenericType(type, value.PropertyType));
            }
        }
    }

    /// <summary>An enum's word as it stands in a column: <c>PendingApproval</c> is <c>pending_approval</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    // Its only field is the one that its constructor takes.
    private static PropertyInfo? ValueOf(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is [var field]
        && Values.Contains(field.FieldType)
        && type.GetConstructor([field.FieldType]) is not null
            ? type.GetProperties().SingleOrDefault(p => p.PropertyType == field.FieldType && p.CanWrite)
            : null;

    private sealed class ValueColumn<T, TValue>() : ValueConverter<T, TValue>(Out(), In())
    {
        private static Expression<Func<T, TValue>> Out()
        {
            var whole = Expression.Parameter(typeof(T));
            return Expression.Lambda<Func<T, TValue>>(Expression.Property(whole, ValueOf(typeof(T))!), whole);
        }

        private static Expression<Func<TValue, T>> In()
        {
            var value = Expression.Parameter(typeof(TValue));
            var made = Expression.New(typeof(T).GetConstructor([typeof(TValue)])!, value);
            return Expression.Lambda<Func<TValue, T>>(made, value);
        }
    }

    private sealed class WordColumn<T>() : ValueConverter<T, string>(v => Word(v), v => Parse(v))
        where T : struct, Enum
    {
        private static T Parse(string word) =>
            Enum.Parse<T>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
    }
}

/// <summary>A value kept as JSON in a jsonb column, written by <see cref="CoreJson"/>.</summary>
internal sealed class JsonColumn<T>() : ValueConverter<T, string>(v => CoreJson.Write(v), s => CoreJson.Read<T>(s));
