using Portal.Core.Schemas;

namespace Portal.Web.Features.Schemas.Fields;

/// <summary>Texts to start from, and what a file's name says of its language.</summary>
internal static class SchemaExamples
{
    public static IReadOnlyList<(string Title, SchemaType Type, string Text)> All { get; } =
    [
        (
            "Avro: an event",
            SchemaType.Avro,
            """
            {
              "type": "record",
              "name": "OrderPlaced",
              "namespace": "com.example.orders",
              "doc": "An order, as it was placed.",
              "fields": [
                { "name": "orderId", "type": "string" },
                { "name": "placedAt", "type": { "type": "long", "logicalType": "timestamp-millis" } },
                { "name": "totalCents", "type": "long" },
                { "name": "note", "type": ["null", "string"], "default": null }
              ]
            }
            """
        ),
        (
            "Avro: with an enum and a list",
            SchemaType.Avro,
            """
            {
              "type": "record",
              "name": "Order",
              "namespace": "com.example.orders",
              "fields": [
                { "name": "id", "type": "string" },
                {
                  "name": "status",
                  "type": { "type": "enum", "name": "Status", "symbols": ["UNKNOWN", "OPEN", "PAID"], "default": "UNKNOWN" }
                },
                {
                  "name": "lines",
                  "type": {
                    "type": "array",
                    "items": {
                      "type": "record",
                      "name": "Line",
                      "fields": [
                        { "name": "sku", "type": "string" },
                        { "name": "quantity", "type": "int", "default": 1 }
                      ]
                    }
                  },
                  "default": []
                }
              ]
            }
            """
        ),
        (
            "JSON Schema: an event",
            SchemaType.Json,
            """
            {
              "$schema": "http://json-schema.org/draft-07/schema#",
              "title": "OrderPlaced",
              "type": "object",
              "properties": {
                "orderId": { "type": "string" },
                "placedAt": { "type": "string", "format": "date-time" },
                "totalCents": { "type": "integer" },
                "note": { "type": "string" }
              },
              "required": ["orderId", "placedAt", "totalCents"],
              "additionalProperties": false
            }
            """
        ),
        (
            "Protobuf: an event",
            SchemaType.Protobuf,
            """
            syntax = "proto3";

            package com.example.orders;

            // An order, as it was placed.
            message OrderPlaced {
              string order_id = 1;
              int64 placed_at_millis = 2;
              int64 total_cents = 3;
              optional string note = 4;
            }
            """
        ),
    ];

    /// <summary>Null for an ending that several languages use.</summary>
    public static SchemaType? TypeOf(string file) =>
        Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".avsc" => SchemaType.Avro,
            ".proto" => SchemaType.Protobuf,
            _ => null,
        };
}
