namespace Portal.Tests.Kit;

/// <summary>Tests that are named as <c>Class.Method</c>, in a document or a table: whether there are any of that name.</summary>
internal static class NamedTests
{
    private static readonly HashSet<string> Known = typeof(NamedTests)
        .Assembly.GetTypes()
        .SelectMany(type => type.GetMethods().Where(IsTest).Select(method => $"{type.Name}.{method.Name}"))
        .ToHashSet(StringComparer.Ordinal);

    public static IEnumerable<string> Missing(IEnumerable<string> named) => named.Where(test => !Known.Contains(test));

    private static bool IsTest(System.Reflection.MethodInfo method) =>
        method.IsDefined(typeof(FactAttribute), inherit: true);
}
