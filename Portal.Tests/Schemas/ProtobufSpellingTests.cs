using Portal.Core.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>Confluent's registry keeps a Protobuf schema as it prints what it has read of it: without comments, and in an order of its own.</summary>
public sealed class ProtobufSpellingTests
{
    private const string Head = "syntax = \"proto3\";\n";

    // As the registry prints them, and as somebody writes the same.
    private const string KeptOrder = """
        message Order {
          reserved 4, 7 to 9;
          option deprecated = true;
          string id = 1;
          map<string, Line> lines = 2 [
            deprecated = true,
            json_name = "all"
          ];
          oneof pay {
            string card = 3;
            common.Money sum = 5;
          }
          message Line {
            int32 count = 1 [(mark) = {
              doc: "it\'s",
              tags: [
                "a",
                "b"
              ]
            }];
          }
          enum Color {
            RED = 0;
          }
        }
        enum Kind {
          NONE = 0;
        }

        service Orders {
          rpc Get (Order) returns (stream Order);
        }
        """;

    private const string WrittenOrder = """
        // What there is.
        enum Kind { NONE = 0; };
        service Orders { rpc Get(Order) returns (stream Order) {} }
        message Order {
            enum Color { RED = 0; }
            message Line {
                int32 count = 1 [(mark) = { doc: 'it\'s' tags: ["a", "b"] }]; // how many
            }
            oneof pay { /* by card */ string card=3; common.Money sum=5; }
            string id = 1;
            map<string,Line> lines = 2 [deprecated = true, json_name = "all"];
            option deprecated = true;
            reserved 4, 7 to 9;
        }
        """;

    [Theory]
    [InlineData("message A { string a = 1; }", "message  A\n{\n  string a=1;;\n}")]
    [InlineData("message A { string a = 1; }", "// Bought.\nmessage A { /* why */ string a = 1; // who\n}")]
    [InlineData("message A { /* why */ string a = 1; }", "message A {\n  // why\n  string a = 1;\n}")]
    [InlineData("option java_package = \"a//b\"; message A {}", "option java_package = 'a//b';\nmessage A {} // why")]
    [InlineData("message A { B b = 1; } message B {}", "message A { .B b = 1; } message B {}")]
    [InlineData("message A { string user_id = 1; }", "message A { string user_id = 1 [json_name = \"userId\"]; }")]
    [InlineData(
        "message A { B c = 3; oneof x { string a = 1; string b = 2; } } message B {}",
        "message A { oneof x { string a = 1; string b = 2; } .B c = 3; } message B {}"
    )]
    [InlineData(
        "message A { map<string, B> all = 1; message B {} }",
        "message A { message B {} map<string, .A.B> all = 1; }"
    )]
    [InlineData(
        "message A { optional int32 a = 1; string b = 2; oneof x { int32 c = 3; } oneof y { int32 d = 4; } reserved 5, 6; }",
        "message A { reserved 6; reserved 5; oneof y { int32 d = 4; } string b = 2; oneof x { int32 c = 3; } optional int32 a = 1; }"
    )]
    [InlineData("enum E { A = 0; B = 1; C = 2; }", "enum E { A = 0; C = 2; B = 1; }")]
    [InlineData(
        "message A {} service S { rpc Get (A) returns (A); }",
        "message A {} service S { rpc Get (.A) returns (A) {} }"
    )]
    [InlineData(
        "import \"google/protobuf/duration.proto\"; import public \"google/protobuf/any.proto\"; message A { google.protobuf.Duration d = 1; }",
        "import public \"google/protobuf/any.proto\"; import \"google/protobuf/duration.proto\"; message A { .google.protobuf.Duration d = 1; }"
    )]
    [InlineData("import \"x.proto\"; message A { X a = 1; }", "import \"x.proto\";  message A { X a=1; /* why */ }")]
    [InlineData(
        "import \"x.proto\"; import public \"y.proto\"; message A {}",
        "import public \"y.proto\"; import \"x.proto\"; message A {}"
    )]
    [InlineData(
        "import \"x.proto\"; message A { X a = 1 [deprecated = true, json_name = \"b\"]; }",
        "import \"x.proto\"; message A { X a = 1 [json_name = \"b\", deprecated = true]; }"
    )]
    [InlineData(
        "import \"x.proto\"; message A { X a = 1 [(y) = { b: [1, 2], c: 3 }, default = D, json_name = \"e\"]; }",
        "import \"x.proto\"; message A { X a = 1 [json_name = \"e\", default = D, (y) = { b: [1, 2] c: 3 }]; }"
    )]
    [InlineData(
        "enum E { option allow_alias = true; A = 0; B = 1; C = 1; }",
        "enum E { option allow_alias = true; A = 0; C = 1; B = 1; }"
    )]
    [InlineData(
        $"package shop;\n\nimport \"common/money.proto\";\n\n{KeptOrder}",
        $"import \"common/money.proto\";\npackage shop;\n{WrittenOrder}"
    )]
    public void Two_ways_of_writing_are_one_schema(string kept, string wanted) => IsSame(kept, wanted).ShouldBeTrue();

    [Theory]
    [InlineData("message A { string a = 1; }", "message A { string b = 1; }")]
    [InlineData("message A { /* why */ string a = 1; }", "message A { string a = 1; }")]
    [InlineData("message A { /* why */ string a = 1; }", "message A { /* what for */ string a = 1; }")]
    [InlineData("message A {} message B {}", "message B {} message A {}")]
    [InlineData("message A { message B {} message C {} }", "message A { message C {} message B {} }")]
    [InlineData("message A { string a = 1; }", "message A { string a = 1 [deprecated = true]; }")]
    [InlineData("message A { oneof x { string a = 1; } }", "message A { string a = 1; }")]
    [InlineData("message A { string a = 1; }", "message A { string a = 1; reserved 2; }")]
    [InlineData("option java_package = \"a\"; message A {}", "option java_package = \"b\"; message A {}")]
    [InlineData("import \"x.proto\"; message A { X a = 1; }", "import \"x.proto\"; message A { Y a = 1; }")]
    [InlineData("import \"x.proto\"; message A { X a = 1; }", "import \"y.proto\"; message A { X a = 1; }")]
    [InlineData(
        "import \"x.proto\"; message A { X a = 1; } message B {}",
        "import \"x.proto\"; message A {} message B { X a = 1; }"
    )]
    [InlineData("import \"x.proto\"; message A { /* why */ X a = 1; }", "import \"x.proto\"; message A { X a = 1; }")]
    [InlineData(
        "import \"x.proto\"; message A { X a = 1 [(y) = 1, (y) = 2]; }",
        "import \"x.proto\"; message A { X a = 1 [(y) = 2, (y) = 1]; }"
    )]
    [InlineData(
        "import \"x.proto\"; message A { X a = 1 [(y) = 1, (z) = 2]; }",
        "import \"x.proto\"; message A { X a = 1 [(y) = 2, (z) = 1]; }"
    )]
    [InlineData(
        "enum E { option allow_alias = true; A = 0; C = 1; B = 1; }",
        "enum E { option allow_alias = true; A = 0; B = 1; C = 1; }"
    )]
    [InlineData("import \"x.proto\"; message A { [{[{", "import \"x.proto\"; message A { \"")]
    public void What_differs_in_more_than_that_is_another(string kept, string wanted) =>
        IsSame(kept, wanted).ShouldBeFalse();

    [Fact]
    public void A_syntax_that_is_the_usual_one_need_not_be_written_and_the_first_of_an_enum_counts()
    {
        const string Text = "message M { optional E e = 1; } enum E { B = 1; A = 0; }";
        const string Turned = "message M { optional E e = 1; } enum E { A = 0; B = 1; }";

        SchemaText.IsSame(SchemaType.Protobuf, Text, $"syntax = \"proto2\"; {Text}").ShouldBeTrue();
        SchemaText.IsSame(SchemaType.Protobuf, Text, Turned).ShouldBeFalse();
    }

    [Fact]
    public void Extensions_are_known_by_what_they_extend_and_their_numbers()
    {
        const string Extended = "message A { extensions 10 to 20; } message B { extensions 10 to 20; }";
        const string Kept =
            $"{Extended} extend A {{ optional int32 c = 11; optional int32 d = 12; }} extend B {{ optional int32 e = 11; }}";
        const string Written =
            $"{Extended} extend B {{ optional int32 e = 11; }} extend A {{ optional int32 d = 12; optional int32 c = 11; }}";
        const string Another =
            $"{Extended} extend B {{ optional int32 c = 11; optional int32 d = 12; }} extend A {{ optional int32 e = 11; }}";

        SchemaText.IsSame(SchemaType.Protobuf, Kept, Written).ShouldBeTrue();
        SchemaText.IsSame(SchemaType.Protobuf, Kept, Another).ShouldBeFalse();
    }

    private static bool IsSame(string kept, string wanted) =>
        SchemaText.IsSame(SchemaType.Protobuf, Head + kept, Head + wanted);
}
