using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Tests.House;
using Portal.Web;

namespace Portal.Tests.Acts;

/// <summary>
/// What a browser can have an open page do, and which acts each of these events comes to. Read from what was compiled: an event is a method or a
/// lambda that is handed on while a component is drawn (to an element, to a binding or to a part), or one that scripts may call.
/// </summary>
internal static class PageEvents
{
    private const string Drawing = "BuildRenderTree";
    private static readonly Assembly Web = typeof(App).Assembly;
    private static readonly ILookup<WrittenMethod, WrittenMethod> Written = WrittenMethod.Graph(Web);
    private static readonly ILookup<MethodBase, MethodBase> Raw = Calls
        .Pairs(Web)
        .ToLookup(pair => pair.Caller, pair => Definition(pair.Called));

    // What is called through its base is done by whichever overrides it.
    private static readonly ILookup<WrittenMethod, WrittenMethod> Overrides = (
        from type in Web.GetTypes()
        from method in type.GetMethods(Calls.Own)
        where method.IsVirtual
        let first = method.GetBaseDefinition()
        where first != method
        where first.DeclaringType!.Assembly == Web
        select (Base: WrittenMethod.Of(first), Own: WrittenMethod.Of(method))
    ).ToLookup(pair => pair.Base, pair => pair.Own);

    /// <summary>Each event with the acts that it comes to.</summary>
    public static IReadOnlyDictionary<MethodBase, IReadOnlyList<WrittenMethod>> All { get; } =
        Events().Distinct().ToDictionary(each => each, each => (IReadOnlyList<WrittenMethod>)ActsOf(each));

    /// <summary>Acts that something of a page comes to, be it drawn, opened or clicked on.</summary>
    public static IEnumerable<WrittenMethod> OfPages =>
        Acts.All.Where(act => act.Any(from => IsOfPages(from.Type))).Select(act => act.Key);

    public static string Name(MethodBase each) => $"{WrittenMethod.Of(each).Type.Name}.{each.Name}";

    private static bool IsOfPages(Type type) =>
        type.Namespace?.StartsWith("Portal.Web.Features", StringComparison.Ordinal) == true
        || type.Namespace?.StartsWith("Portal.Web.Layout", StringComparison.Ordinal) == true;

    private static IEnumerable<MethodBase> Events() =>
        Calls
            .Delegates(Web)
            .Where(made => IsDrawing(made.Maker) && !IsFragment(made.Kind))
            .Select(made => Definition(made.Target))
            .Where(target => target.DeclaringType?.Assembly == Web)
            .Concat(
                Web.GetTypes()
                    .SelectMany(type => type.GetMethods(Calls.Own))
                    .Where(method => method.IsDefined(typeof(JSInvokableAttribute)))
            );

    private static bool IsDrawing(MethodBase method) => WrittenMethod.Of(method).Name == Drawing;

    private static bool IsFragment(Type kind) =>
        kind == typeof(RenderFragment)
        || (kind.IsGenericType && kind.GetGenericTypeDefinition() == typeof(RenderFragment<>));

    private static List<WrittenMethod> ActsOf(MethodBase started)
    {
        var inline = new HashSet<MethodBase>();
        var reached = new HashSet<WrittenMethod>();
        var open = new Stack<MethodBase>([started]);
        while (open.TryPop(out var next))
        {
            // Of what is written inside the drawing only this lambda runs, with those inside it.
            if (!IsDrawing(next))
            {
                Reach(WrittenMethod.Of(next), reached);
            }
            else if (inline.Add(next))
            {
                Raw[next].Concat(Machine(next)).ToList().ForEach(open.Push);
            }
        }

        return [.. reached.Where(method => Acts.All.Contains(method))];
    }

    private static void Reach(WrittenMethod first, HashSet<WrittenMethod> reached)
    {
        var open = new Stack<WrittenMethod>([first]);
        while (open.TryPop(out var next))
        {
            if (next.Name != Drawing && reached.Add(next))
            {
                Written[next].Concat(Overrides[next]).ToList().ForEach(open.Push);
            }
        }
    }

    // What an async method does is in its state machine.
    private static IEnumerable<MethodBase> Machine(MethodBase method) =>
        method.GetCustomAttribute<AsyncStateMachineAttribute>() is { } machine
            ? machine.StateMachineType.GetMethods(Calls.Own).Where(each => each.Name == "MoveNext")
            : [];

    private static MethodBase Definition(MethodBase method) =>
        method is { DeclaringType: { IsArray: false } type } && type.Assembly == Web
            ? method.Module.ResolveMethod(method.MetadataToken)!
            : method;
}
