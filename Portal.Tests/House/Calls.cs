using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace Portal.Tests.House;

/// <summary>Which methods an assembly has, and which it calls or hands on.</summary>
internal static class Calls
{
    public const BindingFlags Own =
        BindingFlags.DeclaredOnly
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.Public
        | BindingFlags.NonPublic;

    public static IEnumerable<MethodBase> In(Assembly assembly) => Pairs(assembly).Select(pair => pair.Called);

    /// <summary>Each with the method that names it, those of the compiler's too.</summary>
    public static IEnumerable<(MethodBase Caller, MethodBase Called)> Pairs(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var at = metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
            foreach (var token in at == 0 ? [] : MethodTokens.In(file.GetMethodBody(at)))
            {
                if (Resolve(assembly.ManifestModule, handle, token) is { } called)
                {
                    yield return (assembly.ManifestModule.ResolveMethod(MetadataTokens.GetToken(handle))!, called);
                }
            }
        }
    }

    /// <summary>Not those of the compiler, nor of what generates the calls of routes.</summary>
    public static IEnumerable<Type> Written(Assembly assembly) =>
        assembly
            .GetTypes()
            .Where(type =>
                !type.IsDefined(typeof(CompilerGeneratedAttribute))
                && type.Namespace != "Microsoft.AspNetCore.Http.Generated"
            );

    /// <summary>Those that somebody wrote to be called by name: none of the compiler's, no override, nothing that stands for an interface.</summary>
    public static IEnumerable<MethodInfo> Declared(Assembly assembly) =>
        from type in Written(assembly)
        where !type.IsInterface
        let standIns = type.GetInterfaces().SelectMany(each => type.GetInterfaceMap(each).TargetMethods).ToHashSet()
        from method in type.GetMethods(Own)
        where !method.IsVirtual && !method.IsSpecialName && !method.IsDefined(typeof(CompilerGeneratedAttribute))
        where !method.Name.Contains('<', StringComparison.Ordinal) && !standIns.Contains(method)
        select method;

    /// <summary>Each delegate that is made: by which method, of which, and as what.</summary>
    public static IEnumerable<(MethodBase Maker, MethodBase Target, Type Kind)> Delegates(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var at = metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
            var named = at == 0 ? [] : MethodTokens.Coded(file.GetMethodBody(at));
            foreach (var (pointer, made) in named.Zip(named.Skip(1)))
            {
                if (
                    (pointer.Code == OpCodes.Ldftn || pointer.Code == OpCodes.Ldvirtftn)
                    && made.Code == OpCodes.Newobj
                    && Resolve(assembly.ManifestModule, handle, pointer.Token) is { } target
                    && Resolve(assembly.ManifestModule, handle, made.Token)?.DeclaringType is { } kind
                )
                {
                    yield return (
                        assembly.ManifestModule.ResolveMethod(MetadataTokens.GetToken(handle))!,
                        target,
                        kind
                    );
                }
            }
        }
    }

    /// <summary>Each field with the method that names it.</summary>
    public static IEnumerable<(MethodBase Caller, FieldInfo Named)> Fields(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var at = metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
            foreach (var token in at == 0 ? [] : MethodTokens.In(file.GetMethodBody(at)))
            {
                if (Member(assembly.ManifestModule, handle, token) is FieldInfo named)
                {
                    yield return (assembly.ManifestModule.ResolveMethod(MetadataTokens.GetToken(handle))!, named);
                }
            }
        }
    }

    private static MethodBase? Resolve(Module module, MethodDefinitionHandle from, EntityHandle token) =>
        token.Kind is HandleKind.FieldDefinition ? null : Member(module, from, token) as MethodBase;

    private static MemberInfo? Member(Module module, MethodDefinitionHandle from, EntityHandle token)
    {
        if (
            token.Kind
            is not (
                HandleKind.MethodDefinition
                or HandleKind.FieldDefinition
                or HandleKind.MemberReference
                or HandleKind.MethodSpecification
            )
        )
        {
            return null;
        }

        var caller = module.ResolveMethod(MetadataTokens.GetToken(from))!;
        return module.ResolveMember(
            MetadataTokens.GetToken(token),
            caller.DeclaringType?.GetGenericArguments(),
            caller.IsGenericMethod ? caller.GetGenericArguments() : null
        );
    }
}
