using System.Reflection;
using Portal.Tests.House;

namespace Portal.Tests.Acts;

/// <summary>A method as somebody wrote it: its lambdas and state machines belong to it, and all of its overloads are one.</summary>
internal sealed record WrittenMethod(Type Type, string Name)
{
    public override string ToString() => $"{Type.Name}.{Name}";

    public static WrittenMethod Of(MethodBase compiled)
    {
        var (type, name) = (compiled.DeclaringType!, compiled.Name);
        // By their names: the state machine of a lambda that captures something lies within what the compiler made, and isn't marked itself.
        while (type.Name.StartsWith('<') && type.DeclaringType is { } around)
        {
            name = Written(type.Name) ?? Written(name) ?? name;
            type = around;
        }

        return new(type.IsGenericType ? type.GetGenericTypeDefinition() : type, Written(name) ?? name);
    }

    /// <summary>What each names; an interface's method stands for those that do it.</summary>
    public static ILookup<WrittenMethod, WrittenMethod> Graph(Assembly assembly)
    {
        var standIns = (
            from type in assembly.GetTypes()
            where type is { IsInterface: false, IsGenericTypeDefinition: false }
            from port in type.GetInterfaces()
            where port.Assembly == assembly
            let map = type.GetInterfaceMap(port)
            from pair in map.InterfaceMethods.Zip(map.TargetMethods)
            select (Port: Of(pair.First), Does: Of(pair.Second))
        ).ToLookup(pair => pair.Port, pair => pair.Does);
        return (
            from pair in Calls.Pairs(assembly)
            let caller = Of(pair.Caller)
            from called in standIns[Of(pair.Called)].Prepend(Of(pair.Called))
            where called != caller
            select (caller, called)
        )
            .Distinct()
            .ToLookup(pair => pair.caller, pair => pair.called);
    }

    // "<Save>b__0", "<Save>d__7" and "<<Save>b__0>d" are parts of Save.
    private static string? Written(string name) =>
        name.TrimStart('<') is var rest
        && rest.Length < name.Length
        && rest.IndexOf('>', StringComparison.Ordinal) is var end and > 0
            ? rest[..end]
            : null;
}
