// Reads a Parquet file with hyparquet and prints as JSON the types of its columns and its rows, of these the columns that are named.
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'

const file = await asyncBufferFromFile(process.argv[2])
const metadata = await parquetMetadataAsync(file)
const columns = Object.fromEntries(metadata.schema.slice(1).map(column => [
  column.name, [column.type, column.logical_type?.type ?? '', column.logical_type?.unit ?? '', column.repetition_type].join(' ').replace(/ +/g, ' '),
]))
const rows = await parquetReadObjects({ file, columns: process.argv.slice(3) })
const plain = (_, value) => (typeof value === 'bigint' ? value.toString() : value)
console.log(JSON.stringify({ groups: metadata.row_groups.length, columns, rows }, plain))
