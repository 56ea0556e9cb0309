using System.ComponentModel;
using Portal.Tests.House.FolderSamples.Lower;

namespace Portal.Tests.House.FolderSamples.Upper;

// Each refers to the folder below in one way only.
internal sealed class ByBase : Base;

internal sealed class ByField
{
    public readonly Dictionary<string, Element[]> Elements = [];
}

internal sealed class ByProperty
{
    public List<Element> Elements { get; } = [];
}

internal sealed class ByArgument
{
    public static string Of(Argument? argument) => $"{argument is null}";
}

internal sealed class ByConstraint<T>
    where T : IConstraint;

[Description("x"), DefaultValue(typeof(NamedByAttribute), "")]
internal sealed class ByAttribute;

internal static class ByCall
{
    public static int Twice() => Called.Times * 2;
}

internal static class ByLambda
{
    public static IEnumerable<int> All() => Enumerable.Range(0, 3).Select(each => CalledLater.Next(each));
}

internal static class ByIterator
{
    public static async IAsyncEnumerable<int> All()
    {
        await Task.Yield();
        yield return CalledLater.Next(0);
    }
}

internal static class ByCatch
{
    public static int Try(Func<int> act)
    {
        try
        {
            return act();
        }
        catch (Caught)
        {
            return -1;
        }
    }
}

internal static class ByGenericCall
{
    public static object Make() => Array.Empty<Element>();
}

internal static class NotAtAll
{
    public static int One() => 1;
}
