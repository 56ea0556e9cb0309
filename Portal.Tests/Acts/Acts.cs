using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Portal.Core.People;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web;

namespace Portal.Tests.Acts;

/// <summary>What pages and routes have Core do that writes into the store. Read from what was compiled: nobody lists it.</summary>
internal static class Acts
{
    private static readonly Type[] Callers = [typeof(Caller), typeof(KnownCaller)];
    private static readonly Assembly Core = typeof(PortalDb).Assembly;
    private static readonly ILookup<WrittenMethod, WrittenMethod> Graph = WrittenMethod.Graph(Core);

    /// <summary>Each with the methods of the web that have it done.</summary>
    public static ILookup<WrittenMethod, WrittenMethod> All { get; } =
        (
            from pair in WrittenMethod.Graph(typeof(App).Assembly)
            from called in pair
            where called.Type.Assembly == Core && Writes(called)
            select (called, pair.Key)
        ).ToLookup(pair => pair.called, pair => pair.Key);

    /// <summary>It takes who does it, and so decides whether they may.</summary>
    public static bool IsOfSomebody(WrittenMethod act) =>
        act
            .Type.GetMethods(House.Calls.Own)
            .Where(method => method.Name == act.Name)
            .All(method => method.GetParameters().Any(p => Callers.Contains(p.ParameterType)));

    private static bool Writes(WrittenMethod method)
    {
        var seen = new HashSet<WrittenMethod> { method };
        var open = new Queue<WrittenMethod>([method]);
        while (open.TryDequeue(out var next))
        {
            foreach (var called in Graph[next].Where(seen.Add))
            {
                if (IsWrite(called))
                {
                    return true;
                }

                open.Enqueue(called);
            }
        }

        return false;
    }

    private static bool IsWrite(WrittenMethod called) =>
        called.Type.Namespace?.StartsWith(typeof(DbContext).Namespace!, StringComparison.Ordinal) == true
        && (
            called.Name.StartsWith("SaveChanges", StringComparison.Ordinal)
            || called.Name.StartsWith("ExecuteUpdate", StringComparison.Ordinal)
            || called.Name.StartsWith("ExecuteDelete", StringComparison.Ordinal)
            || called.Name.StartsWith("ExecuteSql", StringComparison.Ordinal)
        );
}
