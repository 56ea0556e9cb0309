// What setup/feed.sh needs .NET for: taking a resource out of an assembly, and fitting one to newer ones.
#:package Mono.Cecil@0.11.6
#:property PublishAot=false
using Mono.Cecil;

switch (args[0])
{
    case "extract": // extract ASSEMBLY RESOURCE FILE
    {
        using var module = ModuleDefinition.ReadModule(args[1]);
        var resource = module.Resources.OfType<EmbeddedResource>().Single(r => r.Name == args[2]);
        File.WriteAllBytes(args[3], resource.GetResourceData());
        break;
    }
    case "retarget": // retarget ASSEMBLY VERSION FILE
    {
        using var module = ModuleDefinition.ReadModule(args[1]);
        module.Assembly.Name.Version = new Version(args[2]);
        // AngleSharp 1.x moved the indexer of IHtmlCollection<T> to IReadOnlyList<T>.
        var netstandard = module.AssemblyReferences.Single(a => a.Name == "netstandard");
        var list = new TypeReference("System.Collections.Generic", "IReadOnlyList`1", module, netstandard);
        list.GenericParameters.Add(new GenericParameter("T", list));
        var calls = module
            .GetTypes()
            .SelectMany(t => t.Methods)
            .Where(m => m.HasBody)
            .SelectMany(m => m.Body.Instructions)
            .Where(i =>
                i.Operand
                    is MethodReference
                    {
                        Name: "get_Item",
                        DeclaringType: GenericInstanceType { ElementType.FullName: "AngleSharp.Dom.IHtmlCollection`1" }
                    } m
                && m.Parameters[0].ParameterType.MetadataType == MetadataType.Int32
            );
        foreach (var call in calls)
        {
            var old = (MethodReference)call.Operand;
            var owner = new GenericInstanceType(list);
            owner.GenericArguments.Add(((GenericInstanceType)old.DeclaringType).GenericArguments[0]);
            var item = new MethodReference("get_Item", list.GenericParameters[0], owner) { HasThis = true };
            item.Parameters.Add(new ParameterDefinition(module.TypeSystem.Int32));
            call.Operand = item;
        }
        module.Write(args[3]);
        break;
    }
}
